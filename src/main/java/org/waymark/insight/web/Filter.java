package org.waymark.insight.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.waymark.insight.Bottlenecks.Choices;
import org.waymark.insight.Fairness.Grouping;
import org.waymark.insight.Question;

/** What stands in the filter of a page, as it was typed. Nothing in it is about a person, so it may stand in an address. */
record Filter(
        @Nullable String from,
        @Nullable String to,
        @Nullable String process,
        @Nullable String version,
        @Nullable String organisation,
        @Nullable String team,
        @Nullable String service,
        @Nullable String stage,
        @Nullable String code,
        @Nullable String order,
        @Nullable String by)
        implements Address {

    /** What people look at who have not said what. */
    static final int USUAL_DAYS = 90;

    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2999;

    static final List<String> STAGES =
            List.of("PRE_DEMENTIA", "MILD", "MODERATE", "SEVERE", "ADVANCED", "CONFLICT", "UNKNOWN");

    /** Of the palliative care register, the steadiest first. */
    static final List<String> NEEDS_CODES = List.of("BLUE", "GREEN", "AMBER", "RED");

    /** What people can be grouped by. */
    static final List<String> GROUPINGS =
            Stream.of(Grouping.values()).map(Enum::name).toList();

    /** The question it asks, or what is wrong with it by field. */
    record Read(@Nullable Question question, Map<String, String> errors) {}

    Read read(LocalDate today, Choices choices) {
        return read(today, USUAL_DAYS, choices);
    }

    Read read(LocalDate today, int usualDays, Choices choices) {
        Map<String, String> errors = new LinkedHashMap<>();
        LocalDate last = day("to", to, today, "Enter the last day as in 2026-11-25", errors);
        LocalDate first =
                day("from", from, last.minusDays(usualDays - 1), "Enter the first day as in 2026-11-25", errors);
        if (errors.isEmpty() && last.isBefore(first)) {
            errors.put("to", "The last day must not come before the first");
        }
        String model = chosen("process", process, choices.processes(), errors);
        Integer number = null;
        if (version != null && !version.isBlank()) {
            number = choices.versions().stream()
                    .filter(known -> known.toString().equals(version))
                    .findFirst()
                    .orElse(null);
            // With another model chosen, the version of the former one means nothing.
            if (number == null && model != null) {
                errors.put("version", "Choose a version from the list");
            }
        }
        String who = chosen("organisation", organisation, choices.organisations(), errors);
        String group = chosen("team", team, List.copyOf(choices.teams().keySet()), errors);
        String kind = chosen("service", service, choices.services(), errors);
        String level = chosen("stage", stage, STAGES, errors);
        String needs = chosen("code", code, NEEDS_CODES, errors);
        chosen("by", by, GROUPINGS, errors);
        return errors.isEmpty()
                ? new Read(new Question(first, last, model, number, who, group, kind, level, needs), errors)
                : new Read(null, errors);
    }

    private static LocalDate day(
            String field, @Nullable String typed, LocalDate usual, String error, Map<String, String> errors) {
        if (typed == null || typed.isBlank()) {
            return usual;
        }
        try {
            LocalDate day = LocalDate.parse(typed.strip());
            if (isWithinReach(day)) {
                return day;
            }
            errors.put(field, "Enter a day of the years " + FIRST_YEAR + " to " + LAST_YEAR);
        } catch (DateTimeParseException e) {
            errors.put(field, error);
        }
        return usual;
    }

    /** Days can be written that no calendar on the wall has, and no database counts to. */
    static boolean isWithinReach(LocalDate day) {
        return day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR;
    }

    private static @Nullable String chosen(
            String field, @Nullable String value, List<String> known, Map<String, String> errors) {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (!known.contains(value)) {
            errors.put(field, "Choose one from the list");
        }
        return value;
    }

    /** The usual period of a model, or of one version of it, and nothing else chosen. */
    static Filter ofModel(String process, @Nullable String version) {
        return new Filter(null, null, process, version, null, null, null, null, null, null, null);
    }

    /** With a model where none was chosen and one is needed. */
    Filter of(@Nullable String usualModel) {
        return usualModel == null || (process != null && !process.isBlank())
                ? this
                : new Filter(from, to, usualModel, version, organisation, team, service, stage, code, order, by);
    }

    /** The same period and choices at another address. */
    @Override
    public String at(String path, String... more) {
        Map<String, Optional<String>> fields = new LinkedHashMap<>();
        fields.put("from", Optional.ofNullable(from));
        fields.put("to", Optional.ofNullable(to));
        fields.put("process", Optional.ofNullable(process));
        fields.put("version", Optional.ofNullable(version));
        fields.put("organisation", Optional.ofNullable(organisation));
        fields.put("team", Optional.ofNullable(team));
        fields.put("service", Optional.ofNullable(service));
        fields.put("stage", Optional.ofNullable(stage));
        fields.put("code", Optional.ofNullable(code));
        fields.put("order", Optional.ofNullable(order));
        fields.put("by", Optional.ofNullable(by));
        return Address.with(path, fields, more);
    }
}
