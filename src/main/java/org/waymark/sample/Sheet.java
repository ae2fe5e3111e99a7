package org.waymark.sample;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a member of staff wrote on a form, as their browser would send it. */
final class Sheet {

    private final Map<String, List<String>> parameters = new LinkedHashMap<>();

    static Sheet with(String field, String... answers) {
        return new Sheet().and(field, answers);
    }

    Sheet and(String field, String... answers) {
        parameters.put(field, List.of(answers));
        return this;
    }

    Sheet on(String field, LocalDate day) {
        return and(field + "-day", String.valueOf(day.getDayOfMonth()))
                .and(field + "-month", String.valueOf(day.getMonthValue()))
                .and(field + "-year", String.valueOf(day.getYear()));
    }

    Sheet and(Sheet more) {
        parameters.putAll(more.parameters);
        return this;
    }

    /** That nobody was in danger. */
    Sheet safe() {
        return and("immediateConcern", "NO");
    }

    Map<String, List<String>> parameters() {
        return parameters;
    }
}
