/* SPDX-License-Identifier: Apache-2.0 */
/* Of the name server. */
#include "net.h"

#include <lwip/dns.h>
#include <lwip/udp.h>

net_question questions[64];
unsigned question_count;

static struct udp_pcb *name_server;

static void name_server_got(void *context, struct udp_pcb *pcb, struct pbuf *data, const ip_addr_t *from, u16_t port) {
    net_question *question = &questions[question_count++];
    unsigned char bytes[128];
    size_t size = pbuf_copy_partial(data, bytes, sizeof bytes, 0);
    size_t at = 12;
    size_t name = 0;
    (void)context;
    (void)pcb;
    (void)from;
    net_must(question_count < COUNT(questions), "too many questions");
    while (bytes[at] > 0) {
        net_must(at + bytes[at] + 5 < size && name + bytes[at] + 1 < sizeof question->name, "a wrong question");
        memcpy(question->name + name, bytes + at + 1, bytes[at]);
        name += bytes[at];
        question->name[name++] = '.';
        at += 1U + bytes[at];
    }
    question->name[name - 1] = '\0';
    question->type = (uint16_t)(bytes[at + 1] << 8 | bytes[at + 2]);
    question->id = (uint16_t)(bytes[0] << 8 | bytes[1]);
    question->port = port;
    question->answered = false;
    (void)pbuf_free(data);
}

static size_t put_name(unsigned char *into, const char *name) {
    size_t size = 0;
    for (const char *label = name; *label != '\0';) {
        size_t length = strcspn(label, ".");
        into[size++] = (unsigned char)length;
        memcpy(into + size, label, length);
        size += length;
        label += length + (label[length] == '.');
    }
    into[size++] = 0;
    return size;
}

void net_answer(unsigned which, const char *text) {
    net_question *question = &questions[which];
    unsigned char bytes[160] = {(unsigned char)(question->id >> 8), (unsigned char)question->id, 0x81, 0x80, 0, 1};
    size_t size = 12;
    ip_addr_t address;
    struct pbuf *data;
    question->answered = true;
    size += put_name(bytes + size, question->name);
    memcpy(bytes + size, (unsigned char[]){(unsigned char)(question->type >> 8), (unsigned char)question->type, 0, 1},
           4);
    size += 4;
    if (text == NULL) {
        bytes[3] |= 3; /* NXDOMAIN */
    } else if (*text != '\0') {
        const unsigned char head[] = {0xc0, 12, 0, (unsigned char)question->type, 0, 1, 0, 0, 0, 3, 0};
        unsigned char length = question->type == 1 ? 4 : 16;
        assert_int_equal(ipaddr_aton(text, &address), 1);
        bytes[7] = 1;
        memcpy(bytes + size, head, sizeof head);
        size += sizeof head;
        bytes[size++] = length;
        memcpy(bytes + size, &address, length);
        size += length;
    }
    data = pbuf_alloc(PBUF_TRANSPORT, (u16_t)size, PBUF_RAM);
    if (data != NULL) {
        (void)pbuf_take(data, bytes, (u16_t)size);
        (void)udp_sendto(name_server, data, &name_server->local_ip, question->port);
        (void)pbuf_free(data);
    }
}

void net_names_step(void) {
    for (unsigned i = 0; i < question_count; i++) {
        const char *name = questions[i].name;
        if (!questions[i].answered && strncmp(name, "late", 4) != 0 && strncmp(name, "mute", 4) != 0) {
            bool six = strncmp(name, "six", 3) == 0;
            if (six || strncmp(name, "ok", 2) == 0) {
                net_answer(i, six != (questions[i].type == 28) ? "" : six ? "::1" : "127.0.0.1");
            } else {
                net_answer(i, NULL);
            }
        }
    }
}

void net_name_server(bool known) {
    dns_setserver(0, known ? &name_server->local_ip : NULL);
}

void net_names_up(void) {
    ip_addr_t loopback;
    IP_ADDR4(&loopback, 127, 0, 0, 1);
    name_server = udp_new();
    assert_non_null(name_server);
    assert_int_equal(udp_bind(name_server, &loopback, 53), ERR_OK);
    udp_recv(name_server, name_server_got, NULL);
}
