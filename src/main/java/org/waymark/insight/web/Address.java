package org.waymark.insight.web;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** What stands in the filter, carried over to another address. */
interface Address {

    /** @param more names and values by turns, beyond or instead of what the filter says; an empty value leaves it out */
    String at(String path, String... more);

    /** What people are to be grouped by, on the page that groups them. */
    default @Nullable String by() {
        return null;
    }

    static String with(String path, Map<String, Optional<String>> fields, String... more) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
        fields.forEach((name, value) ->
                value.filter(text -> !text.isBlank()).ifPresent(text -> address.queryParam(name, text)));
        for (int i = 0; i < more.length; i += 2) {
            if (more[i + 1].isEmpty()) {
                address.replaceQueryParam(more[i]);
            } else {
                address.replaceQueryParam(more[i], more[i + 1]);
            }
        }
        return address.encode().build().toUriString();
    }
}
