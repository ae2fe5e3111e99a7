package org.waymark.insight;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something for each of what happenings are told apart by, such as the step. Many facts share a happening, so that the key
 * is worked out once for each of those and not for each fact.
 */
final class ByHappening<K, T> {

    private final Function<Happening, K> key;
    private final Function<K, T> fresh;
    private final Map<K, T> all = new HashMap<>();
    private @Nullable Object[] met;

    ByHappening(Flow flow, Function<Happening, K> key, Function<K, T> fresh) {
        this.key = key;
        this.fresh = fresh;
        met = new Object[flow.happenings()];
    }

    @SuppressWarnings("unchecked")
    T of(Happening what) {
        Object known = met[what.number()];
        if (known == null) {
            known = at(key.apply(what));
            met[what.number()] = known;
        }
        return (T) known;
    }

    T at(K of) {
        return all.computeIfAbsent(of, fresh);
    }

    Map<K, T> all() {
        return all;
    }
}
