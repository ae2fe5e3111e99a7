package org.waymark.workflow;

import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Gives models their timers, as in {@code ${timers.at(execution, 'REFERRAL_REMINDER')}}. The date is computed once and
 * kept beside the step it belongs to, so that a timer which is armed again keeps its date. Public because expressions
 * call it.
 */
@Component("timers")
public class Timers {

    private static final Pattern KEPT_DATE = Pattern.compile("timer([A-Z][a-z]+)+At");

    private final DueDates dueDates;

    Timers(DueDates dueDates) {
        this.dueDates = dueDates;
    }

    public Date at(DelegateExecution execution, String name) {
        String variable = variable(name);
        if (execution.getVariableLocal(variable) instanceof Date kept) {
            return kept;
        }
        Date at = dueDates.due(name, execution);
        execution.setVariableLocal(variable, at);
        return at;
    }

    static boolean isKeptDate(String variable) {
        return KEPT_DATE.matcher(variable).matches();
    }

    /** Where the date of a timer by this clock is kept. */
    static String variable(String clock) {
        return Arrays.stream(clock.split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("", "timer", "At"));
    }
}
