package org.waymark.pathway.web;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment;
import org.waymark.assessment.Assessment.Proposal;
import org.waymark.assessment.Assessments;
import org.waymark.assessment.Grounds;
import org.waymark.assessment.Grounds.OfProposal;
import org.waymark.assessment.Grounds.OfStage;
import org.waymark.audit.AuditTrail;
import org.waymark.decisions.KeptDecisions.KeptEvaluation;
import org.waymark.kernel.PathwayRef;
import org.waymark.kernel.WorkingDays;
import org.waymark.pathway.web.WhyInWords.Why;
import org.waymark.people.People;
import org.waymark.people.Person;
import org.waymark.rules.Explanation.Matched;
import org.waymark.web.Words;

/** Why a stage was proposed, why a service was, and every decision of a round: each as it is on record, to be read and printed. */
@Controller
@RequestMapping("/people/{ref}/why")
class WhyController {

    private final Assessments assessments;
    private final Grounds grounds;
    private final WhyInWords inWords;
    private final People people;
    private final Directory directory;
    private final CurrentViewer viewer;
    private final AuditTrail audit;
    private final Words words;

    WhyController(
            Assessments assessments,
            Grounds grounds,
            WhyInWords inWords,
            People people,
            Directory directory,
            CurrentViewer viewer,
            AuditTrail audit,
            Words words) {
        this.assessments = assessments;
        this.grounds = grounds;
        this.inWords = inWords;
        this.people = people;
        this.directory = directory;
        this.viewer = viewer;
        this.audit = audit;
        this.words = words;
    }

    /** What one rater's answers led to by themselves. */
    record WhyOfRating(String anchor, String rater, List<Why> whys) {}

    /** How the stage of a round stands: what the rules proposed, and what staff made of it. */
    record StageView(
            @Nullable String proposed,
            @Nullable String confirmed,
            @Nullable String level,
            @Nullable String by,
            @Nullable String on,
            @Nullable String reason,
            @Nullable String counted,
            @Nullable String adjudicatedBecause,
            boolean isProvisional) {}

    /** How a proposal stands. */
    record ServiceView(
            String service,
            String priority,
            String tone,
            String answer,
            @Nullable String askAgain,
            List<String> reasons) {}

    @GetMapping("/stage/{assessment}")
    @Transactional
    String stage(@PathVariable String ref, @PathVariable String assessment, Model model) {
        PathwayRef pathway = PersonController.ref(ref);
        Viewer asking = viewer.get();
        OfStage found = grounds.ofStage(asking, pathway, assessment).orElseThrow(NotVisible::new);
        Person person = people.view(asking, pathway);
        audit.record(asking.username(), "stage.explained", pathway, assessment);
        List<Assessment> rounds = assessments.of(asking, pathway);
        model.addAttribute("pathwayRef", ref);
        model.addAttribute("assessment", assessment);
        model.addAttribute("name", person.fullName());
        model.addAttribute("stage", view(found, person));
        model.addAttribute(
                "whys",
                found.evaluations().stream()
                        .map(kept -> inWords.why(kept, person, rounds))
                        .toList());
        return "pathway/why-stage";
    }

    @GetMapping("/service/{proposal}")
    @Transactional
    String service(@PathVariable String ref, @PathVariable String proposal, Model model) {
        PathwayRef pathway = PersonController.ref(ref);
        Viewer asking = viewer.get();
        OfProposal found = grounds.ofProposal(asking, pathway, proposal).orElseThrow(NotVisible::new);
        Person person = people.view(asking, pathway);
        audit.record(asking.username(), "proposal.explained", pathway, proposal);
        List<Assessment> rounds = assessments.of(asking, pathway);
        model.addAttribute("pathwayRef", ref);
        model.addAttribute("assessment", found.assessmentId());
        model.addAttribute("name", person.fullName());
        model.addAttribute("proposed", view(found.proposal()));
        model.addAttribute(
                "routing",
                found.routing() == null
                        ? null
                        : only(
                                found.proposal().service(),
                                found.routing(),
                                inWords.why(found.routing(), person, rounds)));
        model.addAttribute(
                "before",
                found.before().stream()
                        .map(kept -> inWords.why(kept, person, rounds))
                        .toList());
        return "pathway/why-service";
    }

    @GetMapping("/{assessment}")
    @Transactional
    String all(@PathVariable String ref, @PathVariable String assessment, Model model) {
        PathwayRef pathway = PersonController.ref(ref);
        Viewer asking = viewer.get();
        List<Assessment> rounds = assessments.of(asking, pathway);
        Assessment round = rounds.stream()
                .filter(found -> found.id().equals(assessment))
                .findFirst()
                .orElseThrow(NotVisible::new);
        List<KeptEvaluation> kept = assessments.evaluations(asking, pathway, round.id());
        Person person = people.view(asking, pathway);
        audit.record(asking.username(), "evaluations.viewed", pathway, assessment);
        model.addAttribute("pathwayRef", ref);
        model.addAttribute("name", person.fullName());
        model.addAttribute("whys", whys(kept, person, null));
        model.addAttribute(
                "ratings",
                round.ratings().stream()
                        .map(rating -> new WhyOfRating(
                                "rating-" + rating.id(),
                                inWords.rater(rating, person),
                                whys(kept, person, rating.id())))
                        .filter(rating -> !rating.whys().isEmpty())
                        .toList());
        return "pathway/why";
    }

    private List<Why> whys(List<KeptEvaluation> kept, Person person, @Nullable String rating) {
        return kept.stream()
                .filter(evaluation -> Objects.equals(evaluation.ratingId(), rating))
                .map(evaluation -> inWords.why(evaluation, person, List.of()))
                .toList();
    }

    /** The rules that propose this service first, and those that matched for others after them; none is left out. */
    private static Why only(String service, KeptEvaluation kept, Why why) {
        List<Matched> all = why.matched();
        List<Boolean> isOfService = kept.evaluation().outputs().stream()
                .map(output -> service.equals(output.get("service")))
                .toList();
        if (isOfService.size() != all.size()) {
            return why;
        }
        return new Why(
                why.anchor(),
                why.of(),
                why.at(),
                why.about(),
                pick(all, isOfService, true),
                pick(all, isOfService, false),
                pick(why.outputs(), isOfService, true));
    }

    private static <T> List<T> pick(List<T> all, List<Boolean> marks, boolean which) {
        return IntStream.range(0, all.size())
                .filter(i -> marks.get(i) == which)
                .mapToObj(all::get)
                .toList();
    }

    private StageView view(OfStage found, Person person) {
        Assessment round = found.round();
        Assessment.Stage confirmed = round.closedAt() == null ? null : round.stage();
        boolean isConfirmed = confirmed != null;
        return new StageView(
                found.proposed() == null
                        ? null
                        : words.code("Stage", found.proposed().name()),
                confirmed == null ? null : words.code("Stage", confirmed.name()),
                found.level(),
                isConfirmed && round.confirmedBy() != null ? name(round.confirmedBy()) : null,
                isConfirmed ? words.day(LocalDate.ofInstant(requireNonNull(round.closedAt()), WorkingDays.ZONE)) : null,
                round.stageReason(),
                found.counted() == null
                        ? null
                        : inWords.rater(found.counted(), person) + ", "
                                + words.day(found.counted().ratedAt()),
                found.adjudicatedBecause(),
                found.isProvisional());
    }

    private ServiceView view(Proposal proposal) {
        return new ServiceView(
                words.code("Service", proposal.service()),
                words.code("Referral.Priority", proposal.priority()),
                ProposalsSection.tone(proposal),
                words.code("ProposalAnswer", proposal.answer().name()),
                proposal.askAgainOn() == null ? null : words.day(proposal.askAgainOn()),
                proposal.reasons());
    }

    private String name(String username) {
        return directory
                .staffMember(username)
                .map(Directory.StaffMember::displayName)
                .orElse(username);
    }
}
