package org.waymark.assessment;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.waymark.assessment.Assessment.Answer;
import org.waymark.assessment.Assessment.Proposal;
import org.waymark.forms.Answers;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormContext.Option;
import org.waymark.forms.FormContext.Panel;
import org.waymark.kernel.CarerId;

/**
 * The fields that a form has for each proposal, spelled {@code answer_<CODE>} and so on. The support plan and the decision
 * on urgent help ask the same of each, so what they open with and how they are read stands here once.
 *
 * @param serviceId set exactly when the proposal was agreed
 * @param agreedBy who agreed or said no: for help of the carer's own the carer, else who spoke for the person
 */
public record ProposalFields(
        Answer answer,
        @Nullable String serviceId,
        @Nullable LocalDate askAgainOn,
        String agreedBy,
        @Nullable CarerId forCarer) {

    /** Services that are for the carer; the carer agrees to them, not the person (care rule 7). */
    private static final Set<String> FOR_CARERS =
            Set.of("CARER_ENABLEMENT", "LOCAL_AUTHORITY_CARER_ASSESSMENT", "BEREAVEMENT_SUPPORT");

    public static boolean isForCarers(String code) {
        return FOR_CARERS.contains(code);
    }

    /**
     * What was answered to the proposal; null when nobody in the directory can take it, so that it was not asked.
     *
     * @param mainCarer whose help it is where the form names no other; null when there is no carer
     */
    public static @Nullable ProposalFields of(Answers answers, Proposal proposal, @Nullable CarerId mainCarer) {
        String code = proposal.service();
        String answer = answers.text("answer_" + code);
        if (answer == null) {
            return null;
        }
        boolean isForCarer = isForCarers(code) && mainCarer != null;
        String carer = answers.text("forCarer_" + code);
        return new ProposalFields(
                Answer.valueOf(answer),
                answers.text("service_" + code),
                answers.date("askAgainOn_" + code),
                isForCarer ? "CARER" : answers.required("agreedBy"),
                isForCarer && carer != null ? CarerId.of(carer) : isForCarer ? mainCarer : null);
    }

    /** What a form opens with that asks about these proposals. */
    public static FormContext context(
            List<Proposal> proposals, Function<String, List<Option>> servicesFor, List<Option> carers, Panel panel) {
        // Where there is one choice only, nobody is made to choose it.
        var prefill = new HashMap<String, Object>();
        var options = new HashMap<String, List<Option>>();
        var facts = new HashMap<String, Object>();
        var withoutService = new StringBuilder();
        for (Proposal proposal : proposals) {
            String code = proposal.service();
            List<Option> services = servicesFor.apply(code);
            if (services.isEmpty()) {
                withoutService.append(withoutService.isEmpty() ? "" : ", ").append(code);
                continue;
            }
            facts.put("proposed_" + code, true);
            facts.put("reason_" + code, String.join(" ", proposal.reasons()));
            options.put("services_" + code, services);
            if (services.size() == 1) {
                prefill.put("service_" + code, services.get(0).value());
            }
            if (carers.size() == 1 && isForCarers(code)) {
                prefill.put("forCarer_" + code, carers.get(0).value());
            }
            if (carers.isEmpty() || !isForCarers(code)) {
                facts.put("isForThePerson", true);
            }
        }
        if (!withoutService.isEmpty()) {
            facts.put("withoutService", withoutService.toString());
        }
        options.put("carers", carers);
        return new FormContext(prefill, options, facts, panel);
    }
}
