/* SPDX-License-Identifier: Apache-2.0 */
#include "network.h"

#include "board.h"
#include "ethernet.h"
#include "lwip/dhcp.h"
#include "lwip/dns.h"
#include "lwip/init.h"
#include "lwip/timeouts.h"
#include "netif/ethernet.h"

static struct netif interface;
static bool up;

/* Four addresses with spaces between them. */
static bool read_addresses(zimport_view text, ip4_addr_t addresses[4]) {
    size_t at = 0;

    for (int i = 0; i < 4; i++) {
        char word[IP4ADDR_STRLEN_MAX];
        size_t size = 0;

        while (at < text.size && text.data[at] != ' ' && size < sizeof word - 1) {
            word[size++] = text.data[at++];
        }
        word[size] = '\0';
        if (ip4addr_aton(word, &addresses[i]) == 0) {
            return false;
        }
        at++;
    }
    return true;
}

bool network_start(zimport_view address) {
    ip4_addr_t fixed[4] = {{0}, {0}, {0}, {0}};
    ip_addr_t server;

    if (address.size > 0 && !read_addresses(address, fixed)) {
        return false;
    }
    lwip_init();
    if (netif_add(&interface, &fixed[0], &fixed[1], &fixed[2], NULL, ethernet_init, ethernet_input) == NULL) {
        return false;
    }
    netif_set_default(&interface);
    netif_set_up(&interface);
    if (address.size > 0) {
        ip_addr_copy_from_ip4(server, fixed[3]);
        dns_setserver(0, &server);
        return true;
    }
    return dhcp_start(&interface) == ERR_OK;
}

static void tell(const char *what) {
    char address[IP4ADDR_STRLEN_MAX];

    board_print("network: ");
    board_print(what);
    if (up) {
        board_print(ip4addr_ntoa_r(netif_ip4_addr(&interface), address, sizeof address));
    }
    board_print("\n");
}

void network_poll(void) {
    ethernet_poll(&interface);
    sys_check_timeouts();
    if (network_is_up() != up) {
        up = !up;
        tell(up ? "up, " : "down");
    }
}

bool network_is_up(void) {
    return netif_is_link_up(&interface) && !ip4_addr_isany(netif_ip4_addr(&interface));
}
