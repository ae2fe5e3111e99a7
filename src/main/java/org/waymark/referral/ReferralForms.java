package org.waymark.referral;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Relationships;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormContext.Option;
import org.waymark.forms.FormContext.Panel;
import org.waymark.forms.FormHandler;
import org.waymark.forms.Submission;
import org.waymark.referral.Referral.State;
import org.waymark.web.Words;
import org.waymark.workflow.WorkItem;

/** What each form of a referral's loop does to the referral, in the order of the loop. */
@Configuration(proxyBeanMethods = false)
class ReferralForms {

    /** Every form of the loop opens with the referral beside it and ends by moving the referral on. */
    private record Step(
            String formId,
            Referrals referrals,
            Words words,
            Consumer<Submission> move,
            BiFunction<WorkItem, Referral, Map<String, List<Option>>> options)
            implements FormHandler {

        @Override
        public FormContext context(WorkItem task) {
            Referral referral = referrals.load(task.record());
            return new FormContext(
                    Map.of(),
                    options.apply(task, referral),
                    facts(referral),
                    new Panel("referral/panels :: referral", Map.of("referral", referral)));
        }

        /** Nothing here decides anything: static text of a form shows what the other side wrote in the one before. */
        private Map<String, Object> facts(Referral referral) {
            var facts = new HashMap<String, Object>();
            switch (formId) {
                case "answer-question" -> put(facts, "question", referral.question());
                case "decide-next-step" -> {
                    put(facts, "declineReason", words.code("DeclineReason", referral.declineReason()));
                    put(facts, "declineNote", referral.declineNote());
                }
                case "read-outcome" -> {
                    put(facts, "result", words.code("Referral.Result", referral.result()));
                    put(facts, "outcomeNote", referral.outcome());
                    put(facts, "followUpNote", referral.followUpNote());
                }
                default -> {}
            }
            return facts;
        }

        private static void put(Map<String, Object> facts, String name, @Nullable String value) {
            if (value != null && !value.isEmpty()) {
                facts.put(name, value);
            }
        }

        @Override
        public Map<String, Object> handle(Submission submission) {
            move.accept(submission);
            return Map.of();
        }
    }

    private final Referrals referrals;
    private final ServiceDirectory services;
    private final Relationships relationships;
    private final CurrentViewer viewer;
    private final Words words;
    private final ApplicationEventPublisher events;

    ReferralForms(
            Referrals referrals,
            ServiceDirectory services,
            Relationships relationships,
            CurrentViewer viewer,
            Words words,
            ApplicationEventPublisher events) {
        this.referrals = referrals;
        this.services = services;
        this.relationships = relationships;
        this.viewer = viewer;
        this.words = words;
        this.events = events;
    }

    @Bean
    FormHandler respondToReferral() {
        return new Step(
                "respond-to-referral",
                referrals,
                words,
                form -> {
                    Map<String, @Nullable Object> columns = new HashMap<>();
                    columns.put("received_at", Timestamp.from(form.at()));
                    State state = stateAfter(form.answers().required("answer"));
                    if (state == State.QUESTION_ASKED) {
                        columns.put("question", form.answers().text("question"));
                        columns.put("question_answer", null);
                    } else {
                        columns.put("answered_at", Timestamp.from(form.at()));
                        columns.put("decline_reason", form.answers().text("declineReason"));
                        columns.put("decline_note", form.answers().text("declineNote"));
                        columns.put(
                                "expected_on",
                                state == State.ACCEPTED
                                        ? form.answers().date("firstContactOn")
                                        : form.answers().date("waitingUntil"));
                    }
                    move(form, state, columns);
                },
                (task, referral) -> {
                    if (viewer.get().groups().contains(task.group())) {
                        referrals.received(referral);
                    }
                    return Map.of();
                });
    }

    private static State stateAfter(String answer) {
        return switch (answer) {
            case "ACCEPTED" -> State.ACCEPTED;
            case "WAITING_LIST" -> State.ON_WAITING_LIST;
            case "QUESTION" -> State.QUESTION_ASKED;
            case "DECLINED" -> State.DECLINED;
            default -> throw new IllegalStateException("The form knows an answer that the referral does not");
        };
    }

    @Bean
    FormHandler answerQuestion() {
        return step("answer-question", form -> {
            move(form, State.SENT, Map.of("question_answer", form.answers().required("reply")));
        });
    }

    @Bean
    FormHandler offerPlace() {
        return step("offer-place", form -> {
            boolean offered = form.answers().required("waitingAnswer").equals("PLACE_OFFERED");
            Map<String, @Nullable Object> columns = new HashMap<>();
            columns.put("expected_on", form.answers().date("placeOn"));
            columns.put("decline_reason", form.answers().text("declineReason"));
            columns.put("decline_note", form.answers().text("declineNote"));
            move(form, offered ? State.ACCEPTED : State.DECLINED, columns);
        });
    }

    @Bean
    FormHandler decideNextStep() {
        return new Step(
                "decide-next-step",
                referrals,
                words,
                form -> {
                    Map<String, @Nullable Object> columns = new HashMap<>();
                    columns.put("next_step", form.answers().required("nextStep"));
                    columns.put("next_service_id", form.answers().text("service"));
                    columns.put("next_agreed_by", form.answers().text("agreedBy"));
                    columns.put("ask_again_on", form.answers().date("askAgainOn"));
                    columns.put("next_step_note", form.answers().text("note"));
                    columns.put("ended_at", Timestamp.from(form.at()));
                    columns.put("end_reason", "DECLINED");
                    move(form, State.CLOSED, columns);
                },
                (task, referral) -> Map.of("otherServices", others(referral)));
    }

    private List<Option> others(Referral referral) {
        Set<String> closed = relationships.notToTell(referral.pathway());
        return services.all().stream()
                .filter(service -> !service.id().equals(referral.service().id()))
                .filter(service -> !closed.contains(service.organisation()))
                .map(service -> new Option(service.id(), service.name()))
                .toList();
    }

    @Bean
    FormHandler makeFirstContact() {
        return step("make-first-contact", form -> {
            move(
                    form,
                    State.IN_CONTACT,
                    Map.of("first_contact_at", Timestamp.from(form.at()), "contact_note", noteOr(form, "note")));
            events.publishEvent(new Referral.ContactMade(
                    form.task().record(),
                    form.task().pathway(),
                    requireNonNull(form.answers().date("contactOn"))));
        });
    }

    @Bean
    FormHandler reportOutcome() {
        return step("report-outcome", form -> {
            move(
                    form,
                    State.OUTCOME_REPORTED,
                    Map.of(
                            "outcome_reported_at", Timestamp.from(form.at()),
                            "result", form.answers().required("result"),
                            "outcome", noteOr(form, "outcomeNote"),
                            "follow_up", form.answers().required("followUp"),
                            "follow_up_note", noteOr(form, "followUpNote")));
        });
    }

    @Bean
    FormHandler readOutcome() {
        return step("read-outcome", form -> {
            Timestamp at = Timestamp.from(form.at());
            move(
                    form,
                    State.CLOSED,
                    Map.of(
                            "outcome_read_at",
                            at,
                            "ended_at",
                            at,
                            "end_reason",
                            "OUTCOME_READ",
                            "further_need",
                            form.answers().required("furtherNeed").equals("YES"),
                            "read_note",
                            noteOr(form, "readNote")));
        });
    }

    private void move(Submission form, State state, Map<String, ? extends @Nullable Object> columns) {
        referrals.move(form.by(), form.task().record(), state, form.at(), columns);
    }

    private FormHandler step(String formId, Consumer<Submission> move) {
        return new Step(formId, referrals, words, move, (task, referral) -> Map.of());
    }

    private static String noteOr(Submission form, String key) {
        return requireNonNullElse(form.answers().text(key), "");
    }
}
