package org.waymark.lives;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Fills in any page with a form as somebody might who answers at random: every field that it has, each with a choice or a
 * value that its kind allows. Whatever the server marks as wrong is answered anew, differently.
 */
final class RandomAnswers {

    private static final List<Integer> DAYS = List.of(0, 0, 1, -1, 7, -3, 30, -14, 90);

    /** A name, a telephone number, a postcode, a sentence, or nothing. */
    private static final List<String> TEXTS =
            List.of("Anna", "07700 900123", "ST4 2AB", "Written at random.", "Written at random.", "");

    private final Random random;
    private final LocalDate today;

    RandomAnswers(Random random, LocalDate today) {
        this.random = random;
        this.today = today;
    }

    /** Answers to the form that the page holds, by parameter. */
    Map<String, List<String>> to(Element form) {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        Map<String, List<String>> one = new LinkedHashMap<>();
        Map<String, List<String>> several = new LinkedHashMap<>();
        for (Element field : form.select("input, select, textarea, button[name]")) {
            String name = field.attr("name");
            if (name.isEmpty() || name.equals("_csrf") || field.hasAttr("disabled")) {
                continue;
            }
            switch (kind(field)) {
                case "hidden" -> add(answers, name, field.attr("value"));
                case "radio", "button" -> add(one, name, field.attr("value"));
                case "checkbox" -> add(several, name, field.attr("value"));
                case "select" ->
                    field.select("option").eachAttr("value").stream()
                            .filter(value -> !value.isEmpty())
                            .forEach(value -> add(one, name, value));
                default -> enter(name, answers);
            }
        }
        one.forEach((name, values) -> answers.put(name, List.of(any(values))));
        several.forEach((name, values) -> {
            List<String> chosen = some(values);
            if (!chosen.isEmpty()) {
                answers.put(name, chosen);
            }
        });
        return answers;
    }

    private static void add(Map<String, List<String>> to, String name, String value) {
        to.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    private static String kind(Element field) {
        return field.normalName().equals("input") ? field.attr("type") : field.normalName();
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Mostly one, sometimes none or several. */
    private List<String> some(List<String> values) {
        return switch (random.nextInt(4)) {
            case 0 -> List.of();
            case 1 -> values.stream().filter(value -> random.nextBoolean()).toList();
            default -> List.of(any(values));
        };
    }

    private void enter(String name, Map<String, List<String>> answers) {
        if (name.endsWith("-day")) {
            day(name.substring(0, name.length() - 4), answers);
        } else if (!name.endsWith("-month") && !name.endsWith("-year")) {
            answers.put(name, List.of(text()));
        }
    }

    private String text() {
        return switch (random.nextInt(7)) {
            case 0 -> String.valueOf(random.nextInt(20));
            case 1 -> String.valueOf(random.nextInt(200));
            // Midnight is past at any hour, and in the small hours hardly anything else is.
            case 2 -> (random.nextBoolean() ? LocalTime.MIDNIGHT : LocalTime.of(random.nextInt(24), 30)).toString();
            // A field for an address takes nothing else.
            case 3 -> "anna@home.example";
            default -> any(TEXTS);
        };
    }

    private void day(String name, Map<String, List<String>> answers) {
        LocalDate day = today.plusDays(any(DAYS));
        answers.put(name + "-day", List.of(String.valueOf(day.getDayOfMonth())));
        answers.put(name + "-month", List.of(String.valueOf(day.getMonthValue())));
        answers.put(name + "-year", List.of(String.valueOf(day.getYear())));
    }

    /** Answers the fields anew that an error summary leads to; returns false when it names none. */
    boolean mend(Element form, Document refused, Map<String, List<String>> answers) {
        List<String> wrong = refused.select(".govuk-error-summary__list a").eachAttr("href");
        Map<String, List<String>> anew = to(form);
        for (String anchor : wrong) {
            String name = named(form, anchor.substring(anchor.indexOf('#') + 1));
            if (form.selectFirst("[name=" + name + "-day]") != null) {
                day(name, answers);
            } else if (anew.containsKey(name)) {
                answers.put(name, anew.get(name));
            } else {
                answers.remove(name);
            }
        }
        return !wrong.isEmpty();
    }

    /** An error leads to the id of a field, which need not be its name. */
    private static String named(Element form, String id) {
        @Nullable Element field = form.getElementById(id);
        return (field == null || field.attr("name").isEmpty() ? id : field.attr("name"))
                .replaceFirst("-(day|month|year)$", "");
    }
}
