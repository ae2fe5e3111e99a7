package org.waymark.insight;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the flow somebody asks about. Each part that is null leaves nothing out.
 *
 * @param from the first day, in London, on which a step may have ended
 * @param to the last one
 * @param process id of a model
 * @param version of that model, so that the times before and after a change can be compared
 * @param organisation whose work it was
 * @param team of whoever ended the step or has it now
 * @param service code of the service that a referral went to
 * @param stage of the person when the step ended
 * @param needsCode of the person then, while they were on the palliative care register
 */
public record Question(
        LocalDate from,
        LocalDate to,
        @Nullable String process,
        @Nullable Integer version,
        @Nullable String organisation,
        @Nullable String team,
        @Nullable String service,
        @Nullable String stage,
        @Nullable String needsCode) {

    public Question {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("The period ends before it begins");
        }
    }

    /** The same question about another version of the model. */
    public Question ofVersion(int number) {
        return new Question(from, to, process, number, organisation, team, service, stage, needsCode);
    }

    /** The same question about one model. */
    public Question of(String model) {
        return new Question(from, to, model, version, organisation, team, service, stage, needsCode);
    }
}
