package org.waymark.insight;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is so of each pathway now, as far as anything is. A way is found by a number, without looking at its reference. */
final class ByPathway<T> {

    private final Map<Long, T> all = new HashMap<>();

    void put(String pathway, T what) {
        all.put(Way.numbered(pathway), what);
    }

    /**
     * The same for many, as the database hands them over: in one row, for many thousands of short ones would take longer than
     * the question.
     *
     * @param pathways references with a space between each two
     */
    void putAll(String pathways, T what) {
        int begin = 0;
        for (int end = 0; end <= pathways.length(); end++) {
            if (end == pathways.length() || pathways.charAt(end) == ' ') {
                all.put(Way.numbered(pathways, begin, end), what);
                begin = end + 1;
            }
        }
    }

    @Nullable
    T of(Way way) {
        return all.get(way.number());
    }

    @Nullable
    T of(String pathway) {
        return all.get(Way.numbered(pathway));
    }
}
