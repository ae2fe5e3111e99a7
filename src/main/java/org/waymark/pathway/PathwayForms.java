package org.waymark.pathway;

import static java.util.Objects.requireNonNullElse;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Relationships.Sharing;
import org.waymark.assessment.Assessment.Answer;
import org.waymark.assessment.Assessment.Proposal;
import org.waymark.assessment.Assessments;
import org.waymark.assessment.ProposalFields;
import org.waymark.assessment.Proposals;
import org.waymark.forms.Answers;
import org.waymark.forms.ConcernRaised;
import org.waymark.forms.FormContext;
import org.waymark.forms.FormContext.Option;
import org.waymark.forms.FormContext.Panel;
import org.waymark.forms.FormHandler;
import org.waymark.forms.Submission;
import org.waymark.kernel.CarerId;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WaymarkClock;
import org.waymark.pathway.Pathways.PlanItem;
import org.waymark.people.People;
import org.waymark.people.Person;
import org.waymark.referral.Referral;
import org.waymark.referral.Referral.AgreedBy;
import org.waymark.referral.Referral.Priority;
import org.waymark.referral.Referrals;
import org.waymark.referral.Service;
import org.waymark.referral.ServiceDirectory;
import org.waymark.web.Words;
import org.waymark.workflow.WorkItem;

/** What the forms of the pathway itself do, in the order in which a pathway meets them. */
@Configuration(proxyBeanMethods = false)
class PathwayForms {

    static final String SUDDEN_ILLNESS = "SUDDEN_ILLNESS";

    private final Pathways pathways;
    private final People people;
    private final Assessments assessments;
    private final Proposals proposals;
    private final Referrals referrals;
    private final ServiceDirectory services;
    private final PathwayCircumstances circumstances;
    private final Directory directory;
    private final WaymarkClock clock;
    private final Words words;
    private final CurrentViewer viewer;

    PathwayForms(
            Pathways pathways,
            People people,
            Assessments assessments,
            Proposals proposals,
            Referrals referrals,
            ServiceDirectory services,
            PathwayCircumstances circumstances,
            Directory directory,
            WaymarkClock clock,
            Words words,
            CurrentViewer viewer) {
        this.pathways = pathways;
        this.people = people;
        this.assessments = assessments;
        this.proposals = proposals;
        this.referrals = referrals;
        this.services = services;
        this.circumstances = circumstances;
        this.directory = directory;
        this.clock = clock;
        this.words = words;
        this.viewer = viewer;
    }

    @Bean
    FormHandler nameCoordinator() {
        return new FormHandler() {
            @Override
            public String formId() {
                return "name-coordinator";
            }

            @Override
            public FormContext context(WorkItem task) {
                return new FormContext(
                        Map.of(),
                        Map.of(
                                "coordinators",
                                directory.staffOf(task.group()).stream()
                                        .map(member -> new Option(
                                                member.username(), member.displayName() + ", " + member.jobTitle()))
                                        .toList()),
                        Map.of(),
                        null);
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                String coordinator = submission.answers().required("coordinator");
                String organisation = directory
                        .staffMember(coordinator)
                        .map(Directory.StaffMember::organisation)
                        .orElseThrow();
                pathways.nameCoordinator(
                        submission.task().pathway(), coordinator, organisation, submission.at(), submission.by());
                return Map.of("coordinator", coordinator, "coordinatorOrganisation", organisation);
            }
        };
    }

    @Bean
    FormHandler makeWelcomeContact() {
        return new FormHandler() {
            @Override
            public String formId() {
                return "make-welcome-contact";
            }

            @Override
            public FormContext context(WorkItem task) {
                Person person = people.facts(task.pathway());
                var prefill = new HashMap<String, Object>();
                prefill.put("livesAlone", person.livesAlone() ? "YES" : "NO");
                prefill.put("sharing", person.sharing().name());
                if (person.preferredName() != null) {
                    prefill.put("preferredName", person.preferredName());
                }
                return new FormContext(
                        prefill, Map.of(), Map.of("hasCarer", !person.carers().isEmpty()), null);
            }

            @Override
            public List<FieldError> check(WorkItem task, Answers answers) {
                return notInTheFuture(answers, "contactOn");
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                Answers answers = submission.answers();
                var ref = submission.task().pathway();
                LocalDate on = requireNonNullElse(answers.date("contactOn"), clock.today());
                Person person = people.facts(ref);
                String livesAlone = answers.text("livesAlone");
                people.amend(
                        submission.by(),
                        ref,
                        answers.text("preferredName"),
                        livesAlone == null ? person.livesAlone() : livesAlone.equals("YES"));
                String carer = answers.text("carerName");
                if (carer != null) {
                    people.addCarer(
                            submission.by(),
                            ref,
                            carer,
                            requireNonNullElse(answers.text("carerRelationship"), "carer"),
                            answers.text("carerPhone"),
                            "YES".equals(answers.text("carerLivesWith")));
                }
                mayBeAsked(submission, on);
                pathways.recordContact(ref, on);
                information(answers, ref, on);
                planning(submission, on);
                Sharing sharing = Sharing.valueOf(answers.required("sharing"));
                if (sharing != Sharing.NOT_ASKED) {
                    people.recordSharing(
                            submission.by(),
                            ref,
                            sharing,
                            on,
                            requireNonNullElse(answers.text("sharingSaidBy"), "PERSON"));
                }
                return Map.of();
            }
        };
    }

    /** What the person said of asking the carers counts for each who is known by then. */
    private void mayBeAsked(Submission submission, LocalDate on) {
        String said = submission.answers().text("mayAskCarers");
        if (said == null || said.equals("NOT_ASKED")) {
            return;
        }
        var ref = submission.task().pathway();
        for (Person.Carer carer : people.facts(ref).carers()) {
            people.recordMayBeAsked(
                    submission.by(),
                    ref,
                    carer.id(),
                    said.equals("YES"),
                    on,
                    requireNonNullElse(submission.answers().text("sharingSaidBy"), "PERSON"));
        }
    }

    @Bean
    FormHandler actOnConcern() {
        return new FormHandler() {
            @Override
            public String formId() {
                return "act-on-concern";
            }

            @Override
            public FormContext context(WorkItem task) {
                var facts = new HashMap<String, Object>();
                pathways.openConcern(task.pathway()).ifPresent(concern -> {
                    facts.put("concern", words.code("Concern", concern.kind()));
                    if (concern.note() != null) {
                        facts.put("concernNote", concern.note());
                    }
                });
                return new FormContext(Map.of(), Map.of(), facts, null);
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                pathways.actedOn(submission.task().pathway(), submission.at(), submission.by());
                return Map.of();
            }
        };
    }

    @Bean
    FormHandler agreeSupportPlan() {
        return new FormHandler() {
            @Override
            public String formId() {
                return "agree-support-plan";
            }

            @Override
            public FormContext context(WorkItem task) {
                List<Proposal> open = openProposals(task);
                Set<String> proposed = open.stream().map(Proposal::service).collect(Collectors.toSet());
                FormContext choices = ProposalFields.context(
                        open,
                        code -> circumstances.servicesFor(task.pathway(), code).stream()
                                .map(choice -> new Option(choice.serviceId(), choice.name()))
                                .toList(),
                        people.facts(task.pathway()).carers().stream()
                                .map(carer -> new Option(carer.id().toString(), carer.name()))
                                .toList(),
                        new Panel(
                                "pathway/panels :: proposals",
                                Map.of(
                                        "proposals",
                                        open,
                                        "whyRef",
                                        task.pathway().value(),
                                        "needs",
                                        referrals.furtherNeeds(viewer.get(), task.pathway()))));
                var options = new HashMap<>(choices.options());
                options.put(
                        "otherServices",
                        circumstances.open(task.pathway(), services.all()).stream()
                                .filter(service -> !proposed.contains(service.code()))
                                .map(service -> new Option(service.id(), service.name()))
                                .toList());
                return new FormContext(choices.prefill(), options, choices.facts(), choices.panel());
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                Answers answers = submission.answers();
                var ref = submission.task().pathway();
                AgreedBy agreedBy = AgreedBy.valueOf(answers.required("agreedBy"));
                CarerId mainCarer = mainCarer(people.facts(ref));
                for (Proposal proposal : openProposals(submission.task())) {
                    ProposalFields fields = ProposalFields.of(answers, proposal, mainCarer);
                    if (fields == null) {
                        continue;
                    }
                    proposals.answer(
                            submission.by(), proposal.id(), fields.answer(), fields.askAgainOn(), fields.agreedBy());
                    if (fields.serviceId() != null) {
                        pathways.agree(
                                ref,
                                new PlanItem(
                                        proposal.id(),
                                        fields.serviceId(),
                                        Priority.valueOf(proposal.priority()),
                                        proposal.reasons(),
                                        AgreedBy.valueOf(fields.agreedBy()),
                                        fields.forCarer()),
                                submission.at());
                    }
                }
                for (String serviceId : answers.choices("additionalServices")) {
                    Service service = services.service(serviceId).orElseThrow();
                    boolean forCarer = ProposalFields.isForCarers(service.code()) && mainCarer != null;
                    pathways.agree(
                            ref,
                            new PlanItem(
                                    null,
                                    serviceId,
                                    Priority.ROUTINE,
                                    List.of("Asked for when the support plan was agreed."),
                                    forCarer ? AgreedBy.CARER : agreedBy,
                                    forCarer ? mainCarer : null),
                            submission.at());
                }
                planning(submission, clock.today());
                pathways.recordAntipsychotic(ref, answers.text("antipsychotic"), clock.today());
                referrals.takeUpFurtherNeeds(submission.by(), ref);
                return Map.of();
            }
        };
    }

    private List<Proposal> openProposals(WorkItem task) {
        return proposals.of(viewer.get(), task.pathway()).stream()
                .filter(proposal -> proposal.answer() == Answer.OPEN)
                .toList();
    }

    private static @Nullable CarerId mainCarer(Person person) {
        return person.carers().stream()
                .sorted(Comparator.comparing(Person.Carer::isMain).reversed())
                .map(Person.Carer::id)
                .findFirst()
                .orElse(null);
    }

    @Bean
    FormHandler reviewPathway() {
        return new FormHandler() {
            @Override
            public String formId() {
                return "review-pathway";
            }

            @Override
            public FormContext context(WorkItem task) {
                List<String> putOff = putOff(task.pathway());
                List<Referral> needs = referrals.furtherNeeds(viewer.get(), task.pathway());
                var facts = new HashMap<String, Object>();
                pathways.antipsychoticOn(task.pathway()).ifPresent(on -> facts.put("antipsychoticOn", words.day(on)));
                facts.put(
                        "isInformationMissing",
                        pathways.informationGivenOn(task.pathway()).isEmpty());
                return new FormContext(
                        Map.of(),
                        Map.of(),
                        facts,
                        putOff.isEmpty() && needs.isEmpty()
                                ? null
                                : new Panel("pathway/panels :: review", Map.of("putOff", putOff, "needs", needs)));
            }

            @Override
            public List<FieldError> check(WorkItem task, Answers answers) {
                List<FieldError> errors = notInTheFuture(answers, "reviewedOn");
                if (pathways.antipsychoticOn(task.pathway()).isPresent() && !answers.has("antipsychotic")) {
                    errors.add(new FieldError("antipsychotic", "error.antipsychotic"));
                }
                return errors;
            }

            @Override
            public Map<String, Object> handle(Submission submission) {
                Answers answers = submission.answers();
                var ref = submission.task().pathway();
                LocalDate on = requireNonNullElse(answers.date("reviewedOn"), clock.today());
                pathways.recordContact(ref, on);
                planning(submission, on);
                pathways.recordAntipsychotic(ref, answers.text("antipsychotic"), on);
                information(answers, ref, on);
                referrals.takeUpFurtherNeeds(submission.by(), ref);
                String phase = answers.text("phase");
                String ownWords = requireNonNullElse(answers.text("carerOwnWords"), "NOT_ASKED");
                assessments.recordReview(
                        submission.by(),
                        ref,
                        phase == null || phase.equals("NOT_KNOWN") ? null : phase,
                        ownWords.equals("NOT_ASKED") ? null : Integer.valueOf(ownWords));
                if ("YES".equals(answers.text("hoursToDays")) && !namesSuddenIllness(answers)) {
                    pathways.raiseConcern(new ConcernRaised(
                            ref,
                            null,
                            null,
                            SUDDEN_ILLNESS,
                            answers.text("note"),
                            submission.at(),
                            submission.by().username()));
                }
                return Map.of("needsFullAssessment", "YES".equals(answers.text("needsFullAssessment")));
            }
        };
    }

    /** Whether the same form raises this very concern by itself; one task for it is enough. */
    static boolean namesSuddenIllness(Answers answers) {
        return SUDDEN_ILLNESS.equals(answers.text("immediateConcern"));
    }

    /** "Not now" has full standing and a date: what it is about, and from when it is asked again. */
    private List<String> putOff(PathwayRef pathway) {
        return Stream.concat(
                        proposals.putOff(viewer.get(), pathway).stream()
                                .map(proposal ->
                                        putOff(words.code("Service", proposal.service()), proposal.askAgainOn())),
                        referrals.putOff(viewer.get(), pathway).stream()
                                .map(service -> putOff(service.serviceName(), service.askAgainOn())))
                .toList();
    }

    private String putOff(String what, @Nullable LocalDate from) {
        return from == null ? what : what + ", from " + words.day(from);
    }

    private void information(Answers answers, PathwayRef ref, LocalDate on) {
        if ("YES".equals(answers.text("informationGiven"))) {
            pathways.recordInformationGiven(ref, on);
        }
    }

    /** Advance care planning is offered at diagnosis and at every review (care rule 9); every answer has full standing. */
    private void planning(Submission submission, LocalDate on) {
        String answer = submission.answers().text("planningOffered");
        if (answer != null) {
            pathways.recordPlanning(
                    submission.task().pathway(), answer, submission.answers().date("planningAskAgainOn"), on);
        }
    }

    private List<FormHandler.FieldError> notInTheFuture(Answers answers, String field) {
        var errors = new ArrayList<FormHandler.FieldError>();
        LocalDate on = answers.date(field);
        if (on != null && on.isAfter(clock.today())) {
            errors.add(new FormHandler.FieldError(field, "error.dateInFuture"));
        }
        return errors;
    }
}
