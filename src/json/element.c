/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "json/keeper.h"

/* The only file that includes jsmn: static, strict, and with links to parents, which keep it linear. */
#define JSMN_STATIC
#define JSMN_STRICT
#define JSMN_PARENT_LINKS
#include <jsmn.h>

static zimport_json_type type_of(const jsmntok_t *token, char first) {
    switch (token->type) {
    case JSMN_STRING:
        return ZIMPORT_JSON_STRING;
    case JSMN_OBJECT:
        return ZIMPORT_JSON_OBJECT;
    case JSMN_ARRAY:
        return ZIMPORT_JSON_ARRAY;
    default:
        break;
    }
    switch (first) {
    case 'n':
        return ZIMPORT_JSON_NULL;
    case 't':
        return ZIMPORT_JSON_TRUE;
    case 'f':
        return ZIMPORT_JSON_FALSE;
    default:
        return ZIMPORT_JSON_NUMBER;
    }
}

static zimport_view text_of(const zimport_json_value *element, const jsmntok_t *token) {
    return (zimport_view){element->data + token->start, (size_t)(token->end - token->start)};
}

zimport_status zimport_json_members(const zimport_json_value *element, const zimport_json_shape *shape,
                                    zimport_json_sink sink, void *context) {
    jsmntok_t tokens[ZIMPORT_JSON_TOKENS];
    jsmn_parser parser;

    jsmn_init(&parser);
    int count = jsmn_parse(&parser, element->data, element->size, tokens, ZIMPORT_JSON_TOKENS);
    if (count < 1) {
        return ZIMPORT_NO_ROOM;
    }
    /* The object is followed by pairs of tokens: nested containers are always empty here. Which string was cut is no
     * longer known; a cut number was left out. */
    for (int i = 1; i + 1 < count; i += 2) {
        const jsmntok_t *token = &tokens[i + 1];
        const zimport_json_key *key = zimport_keeper_find(shape, text_of(element, token - 1));
        if (key != NULL) {
            zimport_view text = text_of(element, token);
            zimport_json_value value = {key->id, type_of(token, *text.data), false, element->data + token->start,
                                        text.size};
            zimport_status status = sink(context, &value);
            if (status != ZIMPORT_OK) {
                return status;
            }
        }
    }
    return ZIMPORT_OK;
}
