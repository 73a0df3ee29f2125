# SPDX-License-Identifier: Apache-2.0
#
# The certificates of chains_test.sh, as NAME.der in $T/tls; sourced after certs.sh.
#
# NAME~KEY~SUBJECT~ISSUER~EXTENSIONS~OPTIONS, each after its issuer. SUBJECT: /CN=NAME if empty. ISSUER: - for itself.
# EXTENSIONS, separated by |: those of an authority, or of a server if NAME begins with `leaf`; + adds to these. OPTIONS
# are for openssl x509, 30 days if empty.

SERVER='subjectAltName=DNS:host.test'
CA='basicConstraints=critical,CA:TRUE|keyUsage=critical,keyCertSign'

key_of() { # KEY: made when it is needed first
    [ -f "$1.key" ] && return
    case $1 in k*) new_key "$1" ec ;; *) new_key "$1" "$1" ;; esac
    silent openssl pkey -in "$1.key" -pubout -out "$1.pub"
}

new_der() { # NAME KEY SUBJECT ISSUER EXTENSIONS [OPTION...]
    name=$1 key=$2 subject=${3:-/CN=$1} by=$4 extensions=$5
    shift 5
    [ $# -gt 0 ] || set -- -days 30
    key_of "$key"
    case $name in leaf*) usual=$SERVER ;; *) usual=$CA ;; esac
    case $extensions in '') extensions=$usual ;; +*) extensions="$usual|${extensions#+}" ;; esac
    # Short, so that many fit into a message.
    printf '%s\n' "subjectKeyIdentifier=none|authorityKeyIdentifier=none|$extensions" | tr '|' '\n' >"$name.ext"
    if [ "$by" = - ]; then
        set -- -key "$key.key" "$@"
    else
        set -- -force_pubkey "$key.pub" -CA "$by.der" -CAkey "$by.by" "$@"
    fi
    silent openssl x509 -new -subj "$subject" -extfile "$name.ext" -outform DER -out "$name.der" "$@"
    ln -sf "$key.key" "$name.by"
}

new_ders() { # the table
    while IFS='~' read -r name key subject by extensions options; do
        # shellcheck disable=SC2086 # options
        case $name in '' | '#'*) ;; *) new_der "$name" "$key" "$subject" "$by" "$extensions" $options ;; esac
    done
}

new_ders <<'END'
root~k1~~-~~
other~k2~~-~~
mid~k3~~root~~
mid2~k4~~mid~~
leaf~k5~~mid~~
leaf-root~k5~~root~~
leaf-2~k5~~mid2~~

# name constraints in the authority above the server's, in one two levels up, in a root
nc-dns~k3~/CN=mid~root~+nameConstraints=critical,permitted;DNS:host.test~
nc-dns-soft~k3~/CN=mid~root~+nameConstraints=permitted;DNS:host.test~
nc-dns-no~k3~/CN=mid~root~+nameConstraints=critical,permitted;DNS:other.test~
nc-dns-no-soft~k3~/CN=mid~root~+nameConstraints=permitted;DNS:other.test~
nc-dns-ex~k3~/CN=mid~root~+nameConstraints=excluded;DNS:host.test~
nc-dns-ex-other~k3~/CN=mid~root~+nameConstraints=excluded;DNS:other.test~
nc-dns-ex-below~k3~/CN=mid~root~+nameConstraints=excluded;DNS:a.host.test~
nc-dns-both~k3~/CN=mid~root~+nameConstraints=permitted;DNS:test,excluded;DNS:host.test~
nc-dns-list~k3~/CN=mid~root~+nameConstraints=permitted;DNS:a.test,permitted;DNS:b.test,permitted;DNS:HOST.test~
nc-dns-all~k3~/CN=mid~root~+nameConstraints=DER:3006A00430028200~
nc-dns-none~k3~/CN=mid~root~+nameConstraints=DER:3006A10430028200~
nc-dns-part~k3~/CN=mid~root~+nameConstraints=permitted;DNS:ost.test~
nc-dns-dot~k3~/CN=mid~root~+nameConstraints=permitted;DNS:.test~
nc-dns-star~k3~/CN=mid~root~+nameConstraints=permitted;DNS:*.test~
nc-v4~k3~/CN=mid~root~+nameConstraints=permitted;IP:10.1.0.0/255.255.0.0~
nc-v4-ex~k3~/CN=mid~root~+nameConstraints=excluded;IP:10.1.0.0/255.255.0.0~
nc-v4-none~k3~/CN=mid~root~+nameConstraints=excluded;IP:0.0.0.0/0.0.0.0~
nc-v6~k3~/CN=mid~root~+nameConstraints=permitted;IP:fd00:1::/ffff:ffff::~
nc-v6-ex~k3~/CN=mid~root~+nameConstraints=excluded;IP:fd00:1::/ffff:ffff::~
nc-ip-odd~k3~/CN=mid~root~+nameConstraints=DER:300BA009300787050A01000000~
nc-dir~k3~/CN=mid~root~+nameConstraints=permitted;dirName:d|[d]|O=Good~
nc-dir-ex~k3~/CN=mid~root~+nameConstraints=excluded;dirName:d|[d]|O=Good~
nc-dir-two~k3~/CN=mid~root~+nameConstraints=permitted;dirName:d|[d]|O=Good|OU=Unit~
nc-dir-empty~k3~/CN=mid~root~+nameConstraints=DER:3008A0063004A4023000~
nc-mail~k3~/CN=mid~root~+nameConstraints=permitted;email:host.test~
nc-mail-ex~k3~/CN=mid~root~+nameConstraints=critical,excluded;email:host.test~
nc-uri~k3~/CN=mid~root~+nameConstraints=permitted;URI:host.test~
nc-rid~k3~/CN=mid~root~+nameConstraints=permitted;RID:1.2.3.4~
nc-empty~k3~/CN=mid~root~+nameConstraints=DER:3000~
nc-lists-empty~k3~/CN=mid~root~+nameConstraints=DER:3004A000A100~
nc-bad~k3~/CN=mid~root~+nameConstraints=DER:0500~
nc-cut~k3~/CN=mid~root~+nameConstraints=DER:300DA00B3009820768~
nc-min~k3~/CN=mid~root~+nameConstraints=DER:3010A00E300C820474657374800101810105~
nc-third~k3~/CN=mid~root~+nameConstraints=DER:300AA2083006820474657374~
nc-bad-dir-ex~k3~/CN=mid~root~+nameConstraints=DER:3008A1063004A4020500~
nc-up~k6~/CN=up~root~+nameConstraints=critical,permitted;DNS:other.test~
nc-up-good~k6~/CN=up~root~+nameConstraints=critical,permitted;DNS:host.test~
mid-nc-up~k3~/CN=mid~nc-up~~
mid-nc-wide~k3~/CN=mid~nc-up~+nameConstraints=permitted;DNS:test~
mid-nc-good~k3~/CN=mid~nc-up-good~+nameConstraints=permitted;DNS:test~
nc-root~k1~/CN=root~-~+nameConstraints=permitted;DNS:other.test~
nc-root-good~k1~/CN=root~-~+nameConstraints=critical,permitted;DNS:host.test~
nc-root-dir~k1~/CN=root~-~+nameConstraints=permitted;dirName:d|[d]|CN=mid~
nc-root-dir-ex~k1~/CN=root~-~+nameConstraints=excluded;dirName:d|[d]|CN=mid~
# an authority with names of its own
mid-san~k3~/CN=mid~nc-up-good~+subjectAltName=DNS:elsewhere.test~
# self-issued ones below constraints
nc-self~k6~/O=Self~root~+nameConstraints=permitted;dirName:d|[d]|O=Good~
self-below~k3~/O=Self~nc-self~~
leaf-self-good~k5~/O=Good/CN=x~self-below~~
leaf-self~k5~/O=Self~self-below~~
# servers for these
leaf-v4~k5~~mid~subjectAltName=IP:10.1.2.3~
leaf-v4-no~k5~~mid~subjectAltName=IP:10.2.2.3~
leaf-v6~k5~~mid~subjectAltName=IP:fd00:1::5~
leaf-star~k5~~mid~subjectAltName=DNS:*.host.test~
leaf-two~k5~~mid~subjectAltName=DNS:host.test,DNS:elsewhere.test~
leaf-case~k5~~mid~subjectAltName=DNS:HOST.Test~
leaf-good~k5~/O=Good/CN=x~mid~~
leaf-good-case~k5~/O=gOOD/CN=x~mid~~
leaf-good-more~k5~/O=Good Inc/CN=x~mid~~
leaf-unit~k5~/O=Good/OU=Unit/CN=x~mid~~
leaf-behind~k5~/CN=x/O=Good~mid~~
leaf-dir~k5~/O=Good~mid~subjectAltName=DNS:host.test,dirName:d|[d]|O=Bad~
leaf-dir-good~k5~/O=Good~mid~subjectAltName=DNS:host.test,dirName:d|[d]|O=Good|CN=y~
leaf-mail~k5~~mid~subjectAltName=DNS:host.test,email:a@host.test~
leaf-mail-subject~k5~/CN=x/emailAddress=a@host.test~mid~~
leaf-uri~k5~~mid~subjectAltName=DNS:host.test,URI:https\://host.test/~
leaf-rid~k5~~mid~subjectAltName=DNS:host.test,RID:1.2.3.4~
leaf-upn~k5~~mid~subjectAltName=DNS:host.test,otherName:1.2.3.4;UTF8:x~
leaf-nc~k5~~mid~+nameConstraints=permitted;DNS:other.test~
leaf-nc-critical~k5~~mid~+nameConstraints=critical,permitted;DNS:host.test~
leaf-no-name~k5~~mid~keyUsage=digitalSignature~
leaf-common~k5~/CN=host.test~mid~keyUsage=digitalSignature~
leaf-underscore~k5~~mid~subjectAltName=DNS:host.test,DNS:_x.host.test~
leaf-bad-name~k5~~mid~subjectAltName=DNS:host.test,DNS:a b~

# several issuers of one name
mid-short~k3~/CN=mid~root~~-days 5
mid-other-key~k7~/CN=mid~root~~
mid-other-root~k3~/CN=mid~other~~
mid-no-ca~k3~/CN=mid~root~basicConstraints=critical,CA:FALSE~
mid-no-sign~k3~/CN=mid~root~basicConstraints=critical,CA:TRUE|keyUsage=cRLSign~
mid-no-constraints~k3~/CN=mid~root~keyUsage=keyCertSign~
mid-no-usage~k3~/CN=mid~root~basicConstraints=CA:TRUE~
mid-client~k3~/CN=mid~root~+extendedKeyUsage=clientAuth~
mid-server~k3~/CN=mid~root~+extendedKeyUsage=critical,serverAuth,clientAuth~
mid-any~k3~/CN=mid~root~+extendedKeyUsage=anyExtendedKeyUsage~
mid-code~k3~/CN=mid~root~+extendedKeyUsage=codeSigning~
mid-sha1~k3~/CN=mid~root~~-days 30 -sha1
mid-unknown~k3~/CN=mid~root~+1.2.3.4=critical,ASN1:NULL~
mid-unknown-soft~k3~/CN=mid~root~+1.2.3.4=ASN1:NULL~
mid-case~k3~/CN=MID~root~~
mid-self~k3~/CN=mid~-~~
# renewed and cross-signed roots, a loop, a ladder
root-short~k1~/CN=root~-~~-days 5
root-twin~k7~/CN=root~-~~
root-by-other~k1~/CN=root~other~~
other-by-root~k2~/CN=other~root~~
root-by-twin~k1~/CN=root~root-twin~~
twin-by-root~k7~/CN=root~root~~
mid-by-2~k3~/CN=mid~mid2~~
i1~k4~~root~~
i2~k6~~i1~~
i3~k4~~i2~~
i4~k6~~i3~~
i5~k4~~i4~~
i6~k6~~i5~~
i7~k4~~i6~~
i8~k6~~i7~~
i9~k4~~i8~~
leaf-i8~k5~~i8~~
leaf-i9~k5~~i9~~

# path length
len0~k6~/CN=up~root~basicConstraints=critical,CA:TRUE,pathlen:0|keyUsage=keyCertSign~
len1~k6~/CN=up~root~basicConstraints=critical,CA:TRUE,pathlen:1|keyUsage=keyCertSign~
mid-len0~k3~/CN=mid~len0~~
mid-len1~k3~/CN=mid~len1~~
mid2-len1~k4~/CN=mid2~mid-len1~~
leaf-len0~k5~~len0~~
up-self~k7~/CN=up~len0~~
up-self-2~k3~/CN=up~up-self~~
leaf-up-self~k5~~up-self~~
leaf-up-self-2~k5~~up-self-2~~
mid-up-self~k3~/CN=mid~up-self~~
len0-own~k3~/CN=mid~root~basicConstraints=critical,CA:TRUE,pathlen:0|keyUsage=keyCertSign~
root-len0~k1~/CN=root~-~basicConstraints=critical,CA:TRUE,pathlen:0|keyUsage=keyCertSign~

# not needed
ed~ed25519~~-~~
p521~p521~~root~~
mid-p521~p521~/CN=mid~root~~
leaf-p521~k5~~p521~~
junk-nc~k7~~root~+nameConstraints=critical,permitted;DNS:other.test~
junk-unknown~k7~~root~+1.2.3.4=critical,ASN1:NULL~
junk-mapping~k7~~root~+policyMappings=critical,1.2.3.4:1.2.3.5~
junk-1024~rsa1024~~root~~

# policies
pol~k3~/CN=mid~root~+certificatePolicies=1.2.3.4~
pol-critical~k3~/CN=mid~root~+certificatePolicies=critical,1.2.3.4~
pol-any~k3~/CN=mid~root~+certificatePolicies=critical,2.5.29.32.0~
pol-notice~k3~/CN=mid~root~+certificatePolicies=critical,@p|[p]|policyIdentifier=1.2.3.4|CPS.1=http\://cps.test/|userNotice.1=@n|[n]|explicitText=text~
pol-odd~k3~/CN=mid~root~+certificatePolicies=DER:3013301106032A0304300A300806032A03050101FF~
pol-odd-critical~k3~/CN=mid~root~+certificatePolicies=critical,DER:3013301106032A0304300A300806032A03050101FF~
pol-mapping~k3~/CN=mid~root~+policyMappings=1.2.3.4:1.2.3.5~
pol-mapping-critical~k3~/CN=mid~root~+certificatePolicies=critical,1.2.3.4|policyMappings=critical,1.2.3.4:1.2.3.5~
pol-limits~k3~/CN=mid~root~+policyConstraints=requireExplicitPolicy:0~
pol-limits-critical~k3~/CN=mid~root~+policyConstraints=critical,requireExplicitPolicy:0~
pol-inhibit-critical~k3~/CN=mid~root~+inhibitAnyPolicy=critical,0~
leaf-pol~k5~~mid~+certificatePolicies=critical,1.2.3.5~

# the server's own
leaf-short~k5~~mid~~-days 5
leaf-client~k5~~mid~+extendedKeyUsage=clientAuth~
leaf-server~k5~~mid~+extendedKeyUsage=serverAuth~
leaf-any~k5~~mid~+extendedKeyUsage=anyExtendedKeyUsage~
leaf-ca~k5~~mid~+basicConstraints=critical,CA:TRUE~
leaf-crl~k5~~mid~+keyUsage=critical,cRLSign~
leaf-unknown~k5~~mid~+1.2.3.4=critical,ASN1:NULL~
leaf-sha1~k5~~mid~~-days 30 -sha1
leaf-sha384~k5~~mid~~-days 30 -sha384
leaf-rsa~rsa2048~~mid~~
leaf-1024~rsa1024~~mid~~
leaf-p384~p384~~mid~~
leaf-alone~k5~~-~+basicConstraints=CA:FALSE~
leaf-alone-ca~k5~~-~+basicConstraints=critical,CA:TRUE~
leaf-alone-short~k5~~-~~-days 5
leaf-alone-sha1~k5~~-~~-days 30 -sha1
leaf-alone-elsewhere~k5~~-~subjectAltName=DNS:elsewhere.test~
leaf-alone-client~k5~~-~+extendedKeyUsage=clientAuth~
leaf-alone-nc~k5~~-~+nameConstraints=critical,permitted;DNS:host.test~
leaf-below-leaf~k6~~leaf-alone~~
leaf-twin~k6~/CN=leaf~mid~~

# weak ones
mid-1024~rsa1024~/CN=mid~root~~
leaf-mid-1024~k5~~mid-1024~~
mid-rsa~rsa2048~/CN=mid~root~~
leaf-mid-rsa~k5~~mid-rsa~~
mid-p384~p384~/CN=mid~root~~-days 30 -sha384
leaf-mid-p384~k5~~mid-p384~~-days 30 -sha512
root-1024~rsa1024~/CN=root~-~~
root-1024-leaf~k3~/CN=mid~root-1024~~
root-sha1~k1~/CN=root~-~~-days 30 -sha1
root-client~k1~/CN=root~-~+extendedKeyUsage=clientAuth~
root-no-ca~k1~/CN=root~-~basicConstraints=CA:FALSE~
root-unknown~k1~/CN=root~-~+1.2.3.4=critical,ASN1:NULL~
END

# A labyrinth: every key of one name vouches for every other one, and none of them is trusted.
for i in 1 2 3 4 6; do
    new_der "maze-self$i" "k$i" /CN=maze - ''
done
maze=''
for i in 1 2 3 4 6; do
    for j in 1 2 3 4 6; do
        [ "$i" = "$j" ] || new_der "maze$i$j" "k$j" /CN=maze "maze-self$i" ''
        [ "$i" = "$j" ] || maze="$maze maze$i$j"
    done
done
new_der leaf-maze k5 '' maze-self1 ''
# With SHA-1 no signature is verified, so that any of them might have issued any other one.
new_der leaf-maze-sha1 k5 '' maze-self1 '' -days 30 -sha1
dull=''
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
    new_der "dull$i" "k$i" /CN=maze - '' -days 30 -sha1
    dull="$dull dull$i"
done

# Dates in the future need openssl ca; version 1 needs another way, too.
silent openssl x509 -in root.der -out root.pem
ahead=$(date -u -d "@$(($(date +%s) + 864000))" +%Y%m%d%H%M%SZ)
behind=$(date -u -d "@$(($(date +%s) + 2592000))" +%Y%m%d%H%M%SZ)
new_cert mid-early k3 /CN=mid "$CA" root k1 -startdate "$ahead" -enddate "$behind"
new_cert leaf-early k5 /CN=leaf-early "$SERVER" root k1 -startdate "$ahead" -enddate "$behind"
new_v1 mid-v1 k3 /CN=mid root k1
new_v1 root-v1 k1 /CN=root
new_v1 leaf-v1 k5 /CN=host.test root k1
for name in mid-early leaf-early mid-v1 root-v1 leaf-v1; do
    silent openssl x509 -in "$name.pem" -outform DER -out "$name.der"
done

# What cannot be read.
printf '0\202\000\174%0124d' 0 >junk-short.der # mbedTLS counts no fewer bytes as a certificate
printf 'not DER%0200d' 0 >junk-text.der
head -c 200 mid.der >junk-cut.der
