package org.waymark.assessment;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.waymark.assessment.Assessments.RatingRow;
import org.waymark.kernel.WorkingDays;

/**
 * Small dated facts of health that staff have recorded: each as the latest rating that says something of it has it, so that
 * the next one starts from there.
 *
 * @param latest when the latest of them was recorded; null when there are none
 */
record HealthFacts(Map<String, Object> prefill, @Nullable LocalDate latest) {

    /** The facts, each with the field that says of which day it is. */
    private static final Map<String, String> DATED = Map.of(
            "weight", "weightOn",
            "infection", "infectionOn",
            "hospitalStay", "hospitalStayOn",
            "skin", "skinOn",
            "phase", "phaseOn");

    /** @param ratings by staff, the latest first */
    static HealthFacts of(List<RatingRow> ratings) {
        var prefill = new HashMap<String, Object>();
        LocalDate latest = null;
        for (RatingRow rating : ratings) {
            for (var fact : DATED.entrySet()) {
                Object value = rating.answers().values().get(fact.getKey());
                if (value == null || prefill.containsKey(fact.getKey())) {
                    continue;
                }
                // A stored rating has its numbers and dates as JSON gives them back.
                prefill.put(fact.getKey(), value instanceof Number number ? new BigDecimal(number.toString()) : value);
                String on = rating.answers().text(fact.getValue());
                if (on != null) {
                    prefill.put(fact.getValue(), LocalDate.parse(on));
                }
                if (latest == null && rating.ratedAt() != null) {
                    latest = LocalDate.ofInstant(rating.ratedAt(), WorkingDays.ZONE);
                }
            }
        }
        return new HealthFacts(Map.copyOf(prefill), latest);
    }
}
