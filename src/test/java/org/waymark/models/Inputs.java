package org.waymark.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The inputs of one evaluation. Every name is given, missing answers as null, as the application gives them. */
record Inputs(Map<String, @Nullable Object> values) {

    static Inputs none() {
        return new Inputs(Map.of());
    }

    Inputs with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Inputs(Collections.unmodifiableMap(more));
    }

    @Nullable
    Object get(String name) {
        return values.get(name);
    }

    @Nullable
    String text(String name) {
        return (String) values.get(name);
    }

    @Nullable
    Double number(String name) {
        return values.get(name) instanceof Number number ? number.doubleValue() : null;
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** Every combination of the values given for each name. */
    static Grid grid() {
        return new Grid(List.of(none()));
    }

    record Grid(List<Inputs> points) {

        Grid over(String name, @Nullable Object... values) {
            List<Inputs> more = new ArrayList<>();
            for (Inputs point : points) {
                Arrays.stream(values).map(value -> point.with(name, value)).forEach(more::add);
            }
            return new Grid(List.copyOf(more));
        }

        Grid overAnswers(String... names) {
            Grid grid = this;
            for (String name : names) {
                grid = grid.over(name, true, false, null);
            }
            return grid;
        }

        Stream<Inputs> stream() {
            return points.stream();
        }
    }
}
