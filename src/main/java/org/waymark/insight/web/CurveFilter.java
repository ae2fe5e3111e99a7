package org.waymark.insight.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The filter of the curve, where from and to are milestones and the period is called since and until: its address reads as
 * what it asks.
 */
record CurveFilter(
        @Nullable String from,
        @Nullable String to,
        @Nullable String since,
        @Nullable String until,
        @Nullable String organisation,
        @Nullable String team,
        @Nullable String service,
        @Nullable String stage,
        @Nullable String code)
        implements Address {

    Filter period() {
        return new Filter(since, until, null, null, organisation, team, service, stage, code, null, null);
    }

    @Override
    public String at(String path, String... more) {
        Map<String, Optional<String>> fields = new LinkedHashMap<>();
        fields.put("from", Optional.ofNullable(from));
        fields.put("to", Optional.ofNullable(to));
        fields.put("since", Optional.ofNullable(since));
        fields.put("until", Optional.ofNullable(until));
        fields.put("organisation", Optional.ofNullable(organisation));
        fields.put("team", Optional.ofNullable(team));
        fields.put("service", Optional.ofNullable(service));
        fields.put("stage", Optional.ofNullable(stage));
        fields.put("code", Optional.ofNullable(code));
        return Address.with(path, fields, more);
    }
}
