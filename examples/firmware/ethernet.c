/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The LAN9118's data sheet calls for more than this: waiting times after a reset and the auto-negotiation of the PHY,
 * which the emulated one does not need. Frames are moved through the FIFOs by the processor; the interrupt only ends
 * its sleep.
 */
#include "ethernet.h"

#include <stdbool.h>

#include "lwip/etharp.h"

#define BASE 0x40200000U
#define REGISTER(offset) (*(volatile uint32_t *)(BASE + (offset)))
#define RX_DATA REGISTER(0x00)
#define TX_DATA REGISTER(0x20)
#define RX_STATUS REGISTER(0x40)
#define INTERRUPT_CONFIG REGISTER(0x54)
#define INTERRUPT_STATUS REGISTER(0x58)
#define INTERRUPT_ENABLE REGISTER(0x5C)
#define FIFO_LEVELS REGISTER(0x68)
#define RX_CONFIG REGISTER(0x6C)
#define TX_CONFIG REGISTER(0x70)
#define HARDWARE_CONFIG REGISTER(0x74)
#define RX_CONTROL REGISTER(0x78)
#define RX_LEVEL REGISTER(0x7C)
#define TX_LEVEL REGISTER(0x80)
#define MAC_COMMAND REGISTER(0xA4)
#define MAC_DATA REGISTER(0xA8)
#define INTERRUPT_SET (*(volatile uint32_t *)0xE000E100U)
#define INTERRUPT_CLEAR (*(volatile uint32_t *)0xE000E180U)

#define LINE 13U /* of the interrupt controller */
#define RESET 1U
#define PUSH_PULL_HIGH_ENABLED 0x111U
#define FRAME_ARRIVED 8U
#define TX_ON 2U
#define RX_DISCARD 0x80000000U
#define RX_FAILED 0x8000U
#define FIRST_AND_LAST 0x3000U

#define MAC_BUSY 0x80000000U
#define MAC_READ 0x40000000U
enum { MAC_CONTROL = 1, MAC_HIGH, MAC_LOW, MAC_MII_ACCESS = 6, MAC_MII_DATA };
#define MAC_RECEIVE_TRANSMIT 0x0CU
#define PHY_STATUS (1U << 11 | 1U << 6) /* register 1 of PHY 1 */
#define PHY_BUSY 1U
#define PHY_LINK 4U

#define CRC_SIZE 4U
#define FRAME_MAX 1518U

void ethernet_interrupt(void);

static void mac_wait(void) {
    while ((MAC_COMMAND & MAC_BUSY) != 0) {
    }
}

static uint32_t mac_read(uint32_t number) {
    mac_wait();
    MAC_COMMAND = MAC_BUSY | MAC_READ | number;
    mac_wait();
    return MAC_DATA;
}

static void mac_write(uint32_t number, uint32_t value) {
    mac_wait();
    MAC_DATA = value;
    MAC_COMMAND = MAC_BUSY | number;
    mac_wait();
}

static bool has_link(void) {
    mac_write(MAC_MII_ACCESS, PHY_STATUS | PHY_BUSY);
    while ((mac_read(MAC_MII_ACCESS) & PHY_BUSY) != 0) {
    }
    return (mac_read(MAC_MII_DATA) & PHY_LINK) != 0;
}

/* The FIFO takes whole words, and each segment of a pbuf chain may begin and end in the middle of one. */
static void send_bytes(const struct pbuf *frame) {
    uint32_t word = 0;
    unsigned count = 0;

    for (const struct pbuf *part = frame; part != NULL; part = part->next) {
        for (uint16_t i = 0; i < part->len; i++) {
            word |= (uint32_t)((const uint8_t *)part->payload)[i] << (8 * (count++ & 3));
            if ((count & 3) == 0) {
                TX_DATA = word;
                word = 0;
            }
        }
    }
    if ((count & 3) != 0) {
        TX_DATA = word;
    }
}

static err_t send(struct netif *netif, struct pbuf *frame) {
    (void)netif;
    if ((TX_LEVEL & 0xFFFFU) < frame->tot_len + 12U) {
        return ERR_MEM; /* TCP sends it once more */
    }
    TX_DATA = FIRST_AND_LAST | frame->tot_len;
    TX_DATA = frame->tot_len;
    send_bytes(frame);
    return ERR_OK;
}

/* Without memory for it, a frame must still be removed from the FIFO. */
static void receive_bytes(struct pbuf *part, uint32_t size) {
    uint16_t at = 0;

    for (uint32_t done = 0; done < size; done += 4) {
        uint32_t word = RX_DATA;

        for (unsigned i = 0; i < 4 && part != NULL; i++) {
            ((uint8_t *)part->payload)[at++] = (uint8_t)(word >> (8 * i));
            if (at == part->len) {
                part = part->next;
                at = 0;
            }
        }
    }
}

static void receive(struct netif *netif) {
    uint32_t status = RX_STATUS;
    uint32_t size = status >> 16 & 0x3FFFU;
    bool good = (status & RX_FAILED) == 0 && size > CRC_SIZE && size <= FRAME_MAX;
    struct pbuf *frame = good ? pbuf_alloc(PBUF_RAW, (u16_t)(size - CRC_SIZE), PBUF_POOL) : NULL;

    receive_bytes(frame, size);
    if (frame != NULL && netif->input(frame, netif) != ERR_OK) {
        pbuf_free(frame);
    }
}

void ethernet_poll(struct netif *netif) {
    if (has_link() != (bool)netif_is_link_up(netif)) {
        (netif_is_link_up(netif) ? netif_set_link_down : netif_set_link_up)(netif);
    }
    while ((RX_LEVEL >> 16 & 0xFFU) != 0) {
        receive(netif);
    }
    INTERRUPT_STATUS = FRAME_ARRIVED;
    INTERRUPT_SET = 1U << LINE;
}

/* The line stays high until the frame is taken: closed here, and opened again by poll. */
void ethernet_interrupt(void) {
    INTERRUPT_CLEAR = 1U << LINE;
}

err_t ethernet_init(struct netif *netif) {
    HARDWARE_CONFIG = RESET;
    while ((HARDWARE_CONFIG & RESET) != 0) {
    }
    uint32_t low = mac_read(MAC_LOW), high = mac_read(MAC_HIGH);

    netif->name[0] = 'e';
    netif->name[1] = 'n';
    netif->output = etharp_output;
    netif->linkoutput = send;
    netif->mtu = 1500;
    netif->hwaddr_len = 6;
    for (unsigned i = 0; i < 6; i++) {
        netif->hwaddr[i] = (uint8_t)(i < 4 ? low >> (8 * i) : high >> (8 * (i - 4)));
    }
    netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP;
    FIFO_LEVELS = 0; /* an interrupt for each frame */
    RX_CONFIG = 0;
    TX_CONFIG = TX_ON;
    mac_write(MAC_CONTROL, MAC_RECEIVE_TRANSMIT);
    INTERRUPT_ENABLE = FRAME_ARRIVED;
    INTERRUPT_CONFIG = PUSH_PULL_HIGH_ENABLED;
    return ERR_OK;
}
