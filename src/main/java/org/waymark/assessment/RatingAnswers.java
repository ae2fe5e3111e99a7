package org.waymark.assessment;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.waymark.forms.Answers;

/** Reads ratings for the rules. "Not sure" and "rather not say" are not known, which is never the same as no. */
final class RatingAnswers {

    private static final List<String> PHASES = List.of("DYING", "UNSTABLE", "DETERIORATING", "STABLE");

    private RatingAnswers() {}

    /** The thirteen losses, by name: true when lost because of the dementia. */
    static Map<String, @Nullable Object> abilities(Answers answers) {
        Map<String, @Nullable Object> losses = new LinkedHashMap<>();
        for (String ability : Levels.ABILITIES) {
            String answer = answers.text(ability);
            losses.put(
                    ability,
                    answer == null
                            ? null
                            : switch (answer) {
                                case "LOST_DEMENTIA" -> Boolean.TRUE;
                                case "LOST_OTHER", "NO" -> Boolean.FALSE;
                                default -> null;
                            });
        }
        return losses;
    }

    /** A chosen answer; null for "not sure" and "rather not say". */
    static @Nullable String known(Answers answers, String key) {
        String answer = answers.text(key);
        return "NOT_SURE".equals(answer) || "RATHER_NOT_SAY".equals(answer) ? null : answer;
    }

    static @Nullable Boolean sign(Answers answers, String key) {
        String answer = answers.text(key);
        return answer == null
                ? null
                : switch (answer) {
                    case "YES" -> Boolean.TRUE;
                    case "NO" -> Boolean.FALSE;
                    default -> null;
                };
    }

    /** One who saw a sign outweighs those who did not; nobody who answered leaves it not known. */
    static @Nullable Boolean anySaw(Collection<Answers> ratings, String key) {
        Boolean seen = null;
        for (Answers answers : ratings) {
            Boolean sign = sign(answers, key);
            if (Boolean.TRUE.equals(sign)) {
                return true;
            }
            if (sign != null) {
                seen = false;
            }
        }
        return seen;
    }

    /** The phase that needs most; null when nobody named one. */
    static @Nullable String gravestPhase(Collection<@Nullable String> phases) {
        return PHASES.stream().filter(phases::contains).findFirst().orElse(null);
    }

    private static final Map<String, String> CDR = Map.of(
            "memory", "cdrMemory",
            "orientation", "cdrOrientation",
            "judgement", "cdrJudgement",
            "community", "cdrCommunity",
            "homeHobbies", "cdrHomeHobbies",
            "personalCare", "cdrPersonalCare");

    /** The six scores of a clinical rating, by what the table calls them; null where one is missing. */
    static Map<String, @Nullable Object> cdr(Answers answers) {
        Map<String, @Nullable Object> scores = new HashMap<>();
        CDR.forEach((name, key) -> {
            String score = answers.text(key);
            scores.put(name, score == null ? null : Double.valueOf(score));
        });
        return scores;
    }

    static @Nullable Integer whole(Answers answers, String key) {
        // A stored rating has its numbers as JSON gives them back.
        if (answers.values().get(key) instanceof Number number) {
            return number.intValue();
        }
        String text = answers.text(key);
        return text != null && text.matches("\\d{1,2}") ? Integer.valueOf(text) : null;
    }
}
