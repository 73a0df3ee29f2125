/* SPDX-License-Identifier: Apache-2.0 */
/* What words of resolv.conf mean, by induction: from any configuration that `possible` allows and any kind of line, the
 * next two words lead to one that it allows. So files of every length are proved. A stub gives the words: any text that
 * a word has room for; the bound is that of the keywords. */
#include "prove.h"

#include "port/posix/files.c"

static unsigned given;

bool words_next_stub(word_file *words) {
    havoc(words->word, sizeof words->word);
    words->word[up_to(sizeof words->word - 1)] = '\0';
    words->place = nondet_u16();
    return given++ < 2;
}

bool zimport_posix_address_parse(zimport_posix_address *address, const char *text) {
    havoc(address, sizeof *address);
    return nondet_bool();
}

unsigned zimport_posix_number(const char *text, unsigned most) {
    unsigned number = nondet_u32();

    ASSERT(READABLE(text, 1));
    ASSUME(number <= most);
    return number;
}

static bool possible(const zimport_posix_conf *conf) {
    return conf->server_count <= ZIMPORT_POSIX_SERVERS && conf->ndots <= 15 && conf->timeout <= 60 &&
           conf->attempts <= 10 && memchr(conf->domain, '\0', sizeof conf->domain) != NULL;
}

void proof(void) {
    zimport_posix_conf conf;
    word_file words;

    havoc(&conf, sizeof conf);
    havoc(&words, sizeof words);
    ASSUME(possible(&conf) && conf.domain_count < UINT32_MAX - 2);
    read_words(&conf, &words, nondet_char(), nondet_u32());
    ASSERT(possible(&conf));
}
