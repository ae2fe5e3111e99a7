package org.waymark.forms;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.forms.Part.Field;
import org.waymark.forms.Part.Group;
import org.waymark.forms.Part.Rules;
import org.waymark.kernel.WaymarkClock;
import org.waymark.workflow.Feel;

/** Turns what was entered into answers, or into what is wrong with it, in the order of the page. */
@Component
class FormReader {

    /**
     * @param faults by field key, in the order of the page
     * @param asked the fields that were not hidden, in the order of the page
     */
    record Reading(RawInput input, Answers answers, Map<String, Fault> faults, List<Field> asked) {}

    /** A message key and what stands in the message. */
    record Fault(String code, List<Object> arguments) {

        static Fault of(String code, Object... arguments) {
            return new Fault(code, List.of(arguments));
        }
    }

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,15}(\\.\\d{1,10})?");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,2}");
    private static final Pattern YEAR = Pattern.compile("\\d{4}");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private final Feel feel;
    private final WaymarkClock clock;

    FormReader(Feel feel, WaymarkClock clock) {
        this.feel = feel;
        this.clock = clock;
    }

    Reading read(FormDefinition definition, FormContext context, RawInput input) {
        var run = new Run(context, input, definition.unanswered(context.facts()));
        run.read(definition.components());
        return new Reading(input, new Answers(run.answers), run.faults, List.copyOf(run.asked));
    }

    private final class Run {

        final FormContext context;
        final RawInput input;
        final Map<String, @Nullable Object> known;
        final Map<String, Object> answers = new LinkedHashMap<>();
        final Map<String, Fault> faults = new LinkedHashMap<>();
        final List<Field> asked = new ArrayList<>();

        Run(FormContext context, RawInput input, Map<String, @Nullable Object> known) {
            this.context = context;
            this.input = input;
            this.known = known;
        }

        void read(List<Part> components) {
            for (Part component : components) {
                Condition hide = component.hide();
                if (hide != null && feel.test(hide.feel(), known)) {
                    continue;
                }
                if (component instanceof Group group) {
                    read(group.components());
                } else if (component instanceof Field field) {
                    read(field);
                }
            }
        }

        private void read(Field field) {
            asked.add(field);
            Object answer =
                    switch (field.type()) {
                        case TEXTFIELD, TEXTAREA -> text(field);
                        case NUMBER -> number(field);
                        case DATE -> date(field);
                        case RADIO, SELECT -> choice(field);
                        case CHECKBOX -> tick(field);
                        case CHECKLIST -> choices(field);
                    };
            if (answer != null) {
                answers.put(field.key(), answer);
                known.put(field.key(), answer);
            }
        }

        private @Nullable Object text(Field field) {
            String text = input.first(field.key());
            Rules rules = field.rules();
            if (text.isEmpty()) {
                return missing(field, "forms.missing");
            }
            int length = text.codePointCount(0, text.length());
            if (length > rules.maxLength()) {
                return fault(field, "forms.tooLong", Called.first(field), String.valueOf(rules.maxLength()));
            }
            Integer minLength = rules.minLength();
            if (minLength != null && length < minLength) {
                return fault(field, "forms.tooShort", Called.first(field), String.valueOf(minLength));
            }
            if (rules.pattern() != null && !rules.pattern().matcher(text).matches()) {
                return fault(
                        field,
                        "forms.pattern",
                        Called.first(field),
                        String.valueOf(field.properties().get("example")));
            }
            return text;
        }

        private @Nullable Object number(Field field) {
            String text = input.first(field.key());
            Rules rules = field.rules();
            if (text.isEmpty()) {
                return missing(field, "forms.missing");
            }
            if (!NUMBER.matcher(text).matches()) {
                return fault(field, rules.decimals() == 0 ? "forms.wholeNumber" : "forms.number", Called.first(field));
            }
            BigDecimal number = new BigDecimal(text).stripTrailingZeros();
            if (number.scale() < 0) {
                number = number.setScale(0);
            }
            if (number.scale() > rules.decimals()) {
                return rules.decimals() == 0
                        ? fault(field, "forms.wholeNumber", Called.first(field))
                        : fault(field, "forms.decimals", Called.first(field), String.valueOf(rules.decimals()));
            }
            BigDecimal min = rules.min();
            BigDecimal max = rules.max();
            boolean low = min != null && number.compareTo(min) < 0;
            boolean high = max != null && number.compareTo(max) > 0;
            if ((low || high) && min != null && max != null) {
                return fault(field, "forms.between", Called.first(field), min.toPlainString(), max.toPlainString());
            }
            if (low && min != null) {
                return fault(field, "forms.min", Called.first(field), min.toPlainString());
            }
            if (high && max != null) {
                return fault(field, "forms.max", Called.first(field), max.toPlainString());
            }
            return number;
        }

        private @Nullable Object date(Field field) {
            String day = input.first(field.key() + "-day");
            String month = input.first(field.key() + "-month");
            String year = input.first(field.key() + "-year");
            if (day.isEmpty() && month.isEmpty() && year.isEmpty()) {
                return missing(field, "forms.missing");
            }
            for (var part : List.of(List.of("day", day), List.of("month", month), List.of("year", year))) {
                if (part.get(1).isEmpty()) {
                    return fault(field, "forms.date." + part.get(0), Called.first(field));
                }
            }
            if (!YEAR.matcher(year).matches()) {
                return fault(field, "forms.date.fourDigits", Called.first(field));
            }
            LocalDate date = calendarDay(day, month(month), Integer.parseInt(year));
            if (date == null || date.getYear() < 1900 || date.getYear() > 2200) {
                return fault(field, "forms.date.real", Called.first(field));
            }
            String when = field.property("when");
            if ("past".equals(when) && date.isAfter(clock.today())) {
                return fault(field, "forms.date.past", Called.first(field));
            }
            if ("future".equals(when) && date.isBefore(clock.today())) {
                return fault(field, "forms.date.future", Called.first(field));
            }
            return date;
        }

        private @Nullable Object choice(Field field) {
            String value = input.first(field.key());
            if (value.isEmpty() || isLeftOut(field, context)) {
                return missing(field, "forms.missing.choice");
            }
            return values(field, context).contains(value) ? value : fault(field, "forms.choice", Called.inside(field));
        }

        private @Nullable Object choices(Field field) {
            var chosen = new LinkedHashSet<>(input.all(field.key()));
            chosen.remove("");
            if (chosen.isEmpty() || isLeftOut(field, context)) {
                return missing(field, "forms.missing.choice");
            }
            return values(field, context).containsAll(chosen)
                    ? List.copyOf(chosen)
                    : fault(field, "forms.choice", Called.inside(field));
        }

        private @Nullable Object tick(Field field) {
            if (input.first(field.key()).equals("true")) {
                return true;
            }
            return missing(field, "forms.missing.tick");
        }

        private @Nullable Object missing(Field field, String code) {
            return field.rules().required() ? fault(field, code, Called.inside(field)) : null;
        }

        private @Nullable Object fault(Field field, String code, Object... arguments) {
            faults.put(field.key(), Fault.of(code, arguments));
            return null;
        }
    }

    static Set<String> values(Field field, FormContext context) {
        var values = new LinkedHashSet<String>();
        options(field, context).forEach(option -> values.add(option.value()));
        return values;
    }

    /** A choice that need not be made and has nothing to choose from, perhaps since the page was opened. */
    static boolean isLeftOut(Field field, FormContext context) {
        return field.type().hasOptions()
                && !field.rules().required()
                && options(field, context).isEmpty();
    }

    /** The choices of a field, whether the definition or the context names them. */
    static List<FormContext.Option> options(Field field, FormContext context) {
        var options = new ArrayList<FormContext.Option>();
        String valuesKey = field.valuesKey();
        if (valuesKey != null) {
            options.addAll(context.options().getOrDefault(valuesKey, List.of()));
        }
        field.values().forEach(choice -> options.add(new FormContext.Option(choice.value(), choice.label())));
        return options;
    }

    /** People also write the month as a word. */
    private static int month(String text) {
        if (DIGITS.matcher(text).matches()) {
            return Integer.parseInt(text);
        }
        return text.length() < 3 ? 0 : MONTHS.indexOf(text.substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
    }

    private static @Nullable LocalDate calendarDay(String day, int month, int year) {
        try {
            return DIGITS.matcher(day).matches() ? LocalDate.of(year, month, Integer.parseInt(day)) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** What a field is called within a message. */
    private static final class Called {

        static String inside(Field field) {
            String called = field.property("called");
            if (called != null) {
                return called;
            }
            String label = field.label();
            // "NHS number" keeps its capitals, "Date of birth" becomes "date of birth".
            return label.length() > 1 && Character.isUpperCase(label.charAt(1))
                    ? label
                    : label.substring(0, 1).toLowerCase(Locale.UK) + label.substring(1);
        }

        static String first(Field field) {
            String called = inside(field);
            return called.substring(0, 1).toUpperCase(Locale.UK) + called.substring(1);
        }
    }
}
