package org.waymark.crisis.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.waymark.crisis.Rota.NewEntry;
import org.waymark.kernel.WorkingDays;

/** What was typed for a new entry of the rota, kept as it is so that the page can show it again. */
record RotaDraft(Map<String, String> typed) {

    static final String PERSON = "person:";
    static final String ROLE = "role:";

    private static final Pattern TIME = Pattern.compile("([01]?[0-9]|2[0-3])[:.]([0-5][0-9])");
    private static final int MOST_DAYS = 14;

    /** Tonight, as most entries are. */
    static RotaDraft tonight(LocalDate today) {
        var typed = new LinkedHashMap<String, String>();
        put(typed, "from", today);
        typed.put("fromTime", "17:00");
        put(typed, "until", today.plusDays(1));
        typed.put("untilTime", "09:00");
        typed.put("days", "1");
        return new RotaDraft(typed);
    }

    private static void put(Map<String, String> typed, String field, LocalDate day) {
        typed.put(field + "-day", String.valueOf(day.getDayOfMonth()));
        typed.put(field + "-month", String.valueOf(day.getMonthValue()));
        typed.put(field + "-year", String.valueOf(day.getYear()));
    }

    static RotaDraft of(MultiValueMap<String, String> sent) {
        return new RotaDraft(sent.toSingleValueMap());
    }

    public String of(String field) {
        return typed.getOrDefault(field, "").strip();
    }

    /** The entries that were meant, one a day; or by field the message key of what is wrong. */
    record Checked(List<NewEntry> entries, Map<String, String> errors) {}

    Checked check(String organisation) {
        var errors = new LinkedHashMap<String, String>();
        String who = of("who");
        if (!who.startsWith(PERSON) && !who.startsWith(ROLE)) {
            errors.put("who", "rota.error.who");
        }
        LocalDateTime from = at("from", errors);
        LocalDateTime until = at("until", errors);
        int days = days(errors);
        if (from == null || until == null || !errors.isEmpty()) {
            return new Checked(List.of(), errors);
        }
        var entries = new ArrayList<NewEntry>();
        for (int day = 0; day < days; day++) {
            entries.add(new NewEntry(
                    organisation,
                    who.startsWith(PERSON) ? who.substring(PERSON.length()) : null,
                    who.startsWith(ROLE) ? who.substring(ROLE.length()) : null,
                    from.plusDays(day).atZone(WorkingDays.ZONE).toInstant(),
                    until.plusDays(day).atZone(WorkingDays.ZONE).toInstant()));
        }
        return new Checked(entries, errors);
    }

    private @Nullable LocalDateTime at(String field, Map<String, String> errors) {
        LocalDate day = date(field);
        if (day == null) {
            errors.put(field, "rota.error." + field);
        }
        Matcher time = TIME.matcher(of(field + "Time"));
        if (!time.matches()) {
            errors.put(field + "Time", "rota.error.time");
            return null;
        }
        return day == null
                ? null
                : day.atTime(LocalTime.of(Integer.parseInt(time.group(1)), Integer.parseInt(time.group(2))));
    }

    private @Nullable LocalDate date(String field) {
        try {
            LocalDate day = LocalDate.of(
                    Integer.parseInt(of(field + "-year")),
                    Integer.parseInt(of(field + "-month")),
                    Integer.parseInt(of(field + "-day")));
            return day.getYear() < 2000 || day.getYear() > 2999 ? null : day;
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    private int days(Map<String, String> errors) {
        try {
            int days = Integer.parseInt(of("days"));
            if (days >= 1 && days <= MOST_DAYS) {
                return days;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        errors.put("days", "rota.error.days");
        return 0;
    }

    /** The field to which a refusal of the rota belongs. */
    static String fieldOf(String refusal) {
        return switch (refusal) {
            case "rotaEndsBeforeItBegins", "rotaIsOver", "rotaTooLong" -> "until";
            case "rotaNobody" -> "who";
            default -> "from";
        };
    }
}
