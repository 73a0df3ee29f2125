#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The vendor's own client for Node against the simulator: not only our client takes it for a Milvus server and for the
# cloud. sdk.sh gets the package.

. "${0%/*}/lib.sh"
. "$tests/system/sdk.sh"

leave() { # WHY
    skip "the vendor's SDK" "$1"
    finish
}

command -v node >/dev/null || leave "node is not installed"
has_sdk || leave "it is not there: $(tail -n 1 "$B/sdk/log" 2>/dev/null)"

cat >"$T/client.js" <<'END'
const { HttpClient } = require(process.env.SDK_AT);
const endpoint = `http://127.0.0.1:${process.env.PORT}`;
const token = process.env.TOKEN;
const say = (...words) => console.log(words.join(' '));

const follow = async (client, ids, deadline = Date.now() + 20000) => {
    let last = -1;
    for (;;) {
        const { code, data } = await client.getImportJobProgress({ ...ids });
        if (code !== 0 || data.progress < last && data.state !== 'Failed') {
            throw new Error(`code ${code}, progress ${data.progress} behind ${last}`);
        }
        last = data.progress;
        if (data.state === 'Completed' || data.state === 'Failed') {
            return data;
        }
        if (Date.now() > deadline) {
            throw new Error(`still ${data.state} at ${data.progress} %`);
        }
        await new Promise(resolve => setTimeout(resolve, 50));
    }
};

// Starts a job, follows it to its end, and looks for it in the list.
const whole = async (client, common, source, collectionName) => {
    const created = await client.createImportJobs({ ...common, ...source, collectionName });
    const jobId = created.data.jobId;
    const end = await follow(client, { ...common, jobId });
    const rows = end.details.reduce((sum, file) => sum + file.importedRows, 0);
    const list = await client.listImportJobs({ ...common, collectionName });
    const listed = list.data.records.filter(record => record.jobId === jobId);
    say(collectionName, end.state, end.progress, end.reason || '-', end.jobId === jobId, end.collectionName);
    say('files', end.details.length, end.totalRows > 0 && end.importedRows === rows, end.completeTime !== '');
    say('list', list.code, listed.length, listed[0].state, listed[0].collectionName, list.data.count ?? '-');
};

const refusal = async work => {
    try {
        const { code, message } = await work();
        say('refused', code, message);
    } catch (error) {
        say('refused', error.name, error.status);
    }
};

const milvus = async () => {
    const [username, password] = token.split(':');
    const client = new HttpClient({ endpoint, username, password });
    const files = [['a/id.npy', 'a/vector.npy'], ['b.parquet']];
    await whole(client, {}, { files, options: { timeout: '3h' } }, 'articles');
    await whole(client, {}, { files }, 'failed');
    await refusal(() => client.getImportJobProgress({ jobId: '1' }));
    await refusal(() => client.getImportJobProgress({ jobId: 1 }));
    await refusal(() => client.getImportJobProgress({ JOBid: '1' })); // api.md 9: keys in any case
    await refusal(() => client.createImportJobs({ files }));
    await refusal(() => client.createImportJobs({ files, collectionName: 'create_limited' }));
    await refusal(() => new HttpClient({ endpoint, token: 'root:wrong' }).listImportJobs({}));
};

// It names its database in the body, where describe does not look (api.md 9).
const database = async () => {
    const client = new HttpClient({ endpoint, token, database: 'shop' });
    const { code, data } = await client.createImportJobs({ files: [['b.parquet']], collectionName: 'articles' });
    say('created', code, (await client.listImportJobs({ collectionName: 'articles' })).data.records.length);
    await refusal(() => client.getImportJobProgress(data));
    await refusal(() => new HttpClient({ endpoint, token }).listImportJobs({ collectionName: 'articles' }));
};

const cloud = async () => {
    const client = new HttpClient({ endpoint, token });
    const common = { clusterId: process.env.CLUSTER };
    await whole(client, common, { objectUrls: [['s3://bucket/a.parquet']] }, 'articles');
    await whole(client, common, { objectUrl: 's3://bucket/run7/' }, 'failed');
    const pages = [];
    for (let currentPage = 1; currentPage <= 3; currentPage++) {
        const { data } = await client.listImportJobs({ ...common, pageSize: 5, currentPage });
        pages.push(`${data.records.length} of ${data.count}`);
    }
    say('pages', pages.join(', '));
    const project = { projectId: 'proj-1', regionId: 'aws-us-west-2' };
    await whole(client, project, { volumeName: 'volume', dataPaths: [['a.parquet'], ['b/']] }, 'from_volume');
    await refusal(() => client.listImportJobs({ ...common, ...project }));
    await refusal(() => client.listImportJobs({ projectId: 'proj-1' }));
    await refusal(() => client.createImportJobs({ ...common, volumeName: 'volume', collectionName: 'c' }));
    await refusal(() => client.getImportJobProgress({ jobId: 'nothing', ...common }));
    await refusal(() => client.getImportJobProgress({ jobId: 'job-ok' }));
    await refusal(() => client.listImportJobs({ ...common, pageSize: 101 }));
    await refusal(() => new HttpClient({ endpoint, token: 'wrong' }).listImportJobs(common));
};

({ milvus, database, cloud })[process.argv[2]]().catch(error => {
    console.error(error);
    process.exitCode = 1;
});
END

talk() { # NAME WHICH STARTS: what it said is what was expected, and no request was malformed
    SDK_AT=$at PORT=$PORT CLUSTER=$CLUSTER timeout -k 5 60 node "$T/client.js" "$2" >"$T/out" 2>"$T/err"
    code=$?
    if [ "$code" -ne 0 ]; then
        not_ok "$1" "exit $code"
    elif ! cmp -s "$T/expected" "$T/out"; then
        not_ok "$1" "other output"
        show "expected" "$T/expected"
    elif [ "$(counter bad) $(counter starts)" != "0 $3" ]; then
        not_ok "$1" "$(counter bad) malformed requests, $(counter starts) starts of $3"
    else
        ok "$1"
    fi
    stop "$sim"
}

export TOKEN=root:Milvus
start_sim --plain --milvus --lenient --key "$TOKEN" --duration 0.5 --files 3
cat >"$T/expected" <<'END'
articles Completed 100 - true articles
files 3 true true
list 0 1 Completed articles -
failed Failed 0 row 17: wrong vector dimension true failed
files 3 true false
list 0 1 Failed failed -
refused 2101 import job does not exist, jobID=1: importing data failed
refused 1801 can only accept json format request, type of: jobId
refused 2101 import job does not exist, jobID=1: importing data failed
refused 1802 missing required parameters: collectionName
refused 1807 request is rejected by limiter
refused HttpError 401
END
talk "the vendor's SDK and a Milvus server" milvus 4

start_sim --plain --milvus --lenient --key "$TOKEN" --db shop
cat >"$T/expected" <<'END'
created 0 1
refused HttpError 403
refused HttpError 403
END
talk "the vendor's SDK and a database of a Milvus server" database 1

TOKEN=$KEY
start_sim --plain --lenient --key "$KEY" --cluster "$CLUSTER" --duration 0.5 --files 3 --jobs 10
cat >"$T/expected" <<'END'
articles Completed 100 - true articles
files 3 true true
list 0 1 Completed articles 5
failed Failed 40 row 17: wrong vector dimension true failed
files 3 true false
list 0 1 Failed failed 1
pages 5 of 12, 5 of 12, 2 of 12
from_volume Completed 100 - true from_volume
files 3 true true
list 0 1 Completed from_volume 1
refused 80000 wrong parameter: clusterId beside projectId and regionId
refused 96001 The region id is invalid.
refused 80000 wrong parameter: dataPaths
refused 96026 The job is not found.
refused 96025 The clusterId is empty.
refused 96008 The pageSize is not in 1..100.
refused 21119 API key illegal
END
talk "the vendor's SDK and the cloud" cloud 4

finish
