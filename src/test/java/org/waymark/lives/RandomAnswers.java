package org.waymark.lives;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Fills in any page with a form as somebody might who answers at random: every field that it has, each with a choice or a
 * value that its kind allows. Whatever the server marks as wrong is answered anew, differently.
 */
final class RandomAnswers {

    private static final int[] DAYS = {0, 0, 1, -1, 7, -3, 30, -14, 90};

    private final Random random;
    private final LocalDate today;

    RandomAnswers(Random random, LocalDate today) {
        this.random = random;
        this.today = today;
    }

    /** Answers to the form that the page holds, by parameter. */
    Map<String, List<String>> to(Element form) {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        Map<String, List<String>> choices = new LinkedHashMap<>();
        for (Element field : form.select("input, select, textarea")) {
            String name = field.attr("name");
            if (name.isEmpty() || name.equals("_csrf")) {
                continue;
            }
            switch (kind(field)) {
                case "hidden" ->
                    answers.computeIfAbsent(name, key -> new ArrayList<>()).add(field.attr("value"));
                case "radio", "checkbox" ->
                    choices.computeIfAbsent(name, key -> new ArrayList<>()).add(field.attr("value"));
                case "select" ->
                    choices.put(
                            name,
                            new ArrayList<>(field.select("option").eachAttr("value").stream()
                                    .filter(value -> !value.isEmpty())
                                    .toList()));
                default -> enter(name, answers);
            }
        }
        choices.forEach((name, values) -> {
            if (!values.isEmpty()) {
                answers.put(name, List.of(values.get(random.nextInt(values.size()))));
            }
        });
        return answers;
    }

    private static String kind(Element field) {
        return field.normalName().equals("input") ? field.attr("type") : field.normalName();
    }

    private void enter(String name, Map<String, List<String>> answers) {
        if (name.endsWith("-day")) {
            day(name.substring(0, name.length() - 4), today.plusDays(DAYS[random.nextInt(DAYS.length)]), answers);
        } else if (!name.endsWith("-month") && !name.endsWith("-year")) {
            answers.put(
                    name, List.of(random.nextInt(3) == 0 ? String.valueOf(random.nextInt(5)) : "Written at random."));
        }
    }

    private static void day(String name, LocalDate day, Map<String, List<String>> answers) {
        answers.put(name + "-day", List.of(String.valueOf(day.getDayOfMonth())));
        answers.put(name + "-month", List.of(String.valueOf(day.getMonthValue())));
        answers.put(name + "-year", List.of(String.valueOf(day.getYear())));
    }

    /** Answers the fields anew that an error summary leads to; returns false when it names none. */
    boolean mend(Element form, Document refused, Map<String, List<String>> answers, int attempt) {
        Collection<String> wrong =
                refused.select(".govuk-error-summary__list a").eachAttr("href");
        Map<String, List<String>> anew = to(form);
        for (String anchor : wrong) {
            String name = anchor.replaceFirst("^#", "").replaceFirst("-(day|month|year|\\d+)$", "");
            if (form.selectFirst("[name=" + name + "-day]") != null) {
                // Before today, today and after today in turn.
                day(name, today.plusDays(List.of(0, 1, -1, 20, -20).get(attempt % 5)), answers);
            } else if (anew.containsKey(name)) {
                answers.put(name, isText(form, name) ? text(attempt) : anew.get(name));
            }
        }
        return !wrong.isEmpty();
    }

    private static boolean isText(Element form, String name) {
        @Nullable Element field = form.selectFirst("[name=" + name + "]");
        return field != null && Set.of("text", "textarea", "number").contains(kind(field));
    }

    /** A name, a telephone number, a small number and a sentence in turn. */
    private List<String> text(int attempt) {
        return List.of(
                switch (attempt % 4) {
                    case 0 -> "Anna";
                    case 1 -> "07700 900123";
                    case 2 -> String.valueOf(random.nextInt(20));
                    default -> "Written at random.";
                });
    }
}
