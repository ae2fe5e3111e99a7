package org.waymark.pathway.web;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment;
import org.waymark.assessment.Assessments;
import org.waymark.audit.AuditTrail;
import org.waymark.decisions.KeptDecisions.KeptEvaluation;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.Pathways;
import org.waymark.rules.Edition;
import org.waymark.rules.Rules;
import org.waymark.web.Words;

/** The page of one person: where they stand, what is now, next and later, and why. */
@Controller
@RequestMapping("/people/{ref}")
class PersonController {

    private final PersonPages pages;
    private final Pathways pathways;
    private final Assessments assessments;
    private final CurrentViewer viewer;
    private final AuditTrail audit;
    private final Directory directory;
    private final Rules rules;
    private final Words words;

    PersonController(
            PersonPages pages,
            Pathways pathways,
            Assessments assessments,
            CurrentViewer viewer,
            AuditTrail audit,
            Directory directory,
            Rules rules,
            Words words) {
        this.pages = pages;
        this.pathways = pathways;
        this.assessments = assessments;
        this.viewer = viewer;
        this.audit = audit;
        this.directory = directory;
        this.rules = rules;
        this.words = words;
    }

    /** An address that is no reference answers like one that is not there. */
    static PathwayRef ref(String text) {
        if (!PathwayRef.isValid(text)) {
            throw new NotVisible();
        }
        return new PathwayRef(text);
    }

    @GetMapping
    String person(@PathVariable String ref, @RequestParam(required = false) @Nullable String timeline, Model model) {
        model.addAllAttributes(pages.page(viewer.get(), ref(ref), "all".equals(timeline)));
        return "pathway/person";
    }

    /** The model of the version this person's pathway runs on. */
    @GetMapping(value = "/diagram", produces = MediaType.APPLICATION_XML_VALUE)
    @ResponseBody
    String diagram(@PathVariable String ref) {
        return pathways.diagram(viewer.get(), ref(ref)).orElseThrow(NotVisible::new);
    }

    /** One evaluation as "Why?" shows it. */
    record Why(
            String decision,
            int version,
            @Nullable Edition edition,
            String at,
            List<Line> inputs,
            List<String> reasons,
            List<String> rules,
            List<String> outputs) {}

    record Line(String key, String value) {}

    /** What one rater's answers led to by themselves. */
    record WhyOfRating(String rater, List<Why> whys) {}

    @GetMapping("/why/{assessment}")
    @Transactional
    String why(@PathVariable String ref, @PathVariable String assessment, Model model) {
        Viewer asking = viewer.get();
        PathwayRef pathway = ref(ref);
        Assessment round = assessments.of(asking, pathway).stream()
                .filter(found -> found.id().equals(assessment))
                .findFirst()
                .orElseThrow(NotVisible::new);
        List<KeptEvaluation> kept = assessments.evaluations(asking, pathway, round.id());
        audit.record(asking.username(), "evaluations.viewed", pathway, assessment);
        Map<String, @Nullable Edition> editions = new HashMap<>();
        kept.forEach(one -> editions.computeIfAbsent(table(one), unread -> rules.edition(
                        one.evaluation().decision(), one.evaluation().version())
                .orElse(null)));
        model.addAttribute("pathwayRef", ref);
        model.addAttribute("whys", whys(kept, editions, null));
        model.addAttribute(
                "ratings",
                round.ratings().stream()
                        .map(rating -> new WhyOfRating(
                                words.code("Rater", rating.rater().name())
                                        + (rating.organisation() == null
                                                ? ""
                                                : ", " + organisation(rating.organisation())),
                                whys(kept, editions, rating.id())))
                        .filter(rating -> !rating.whys().isEmpty())
                        .toList());
        return "pathway/why";
    }

    private String organisation(String id) {
        return directory.organisation(id).map(Directory.Organisation::name).orElse(id);
    }

    private List<Why> whys(
            List<KeptEvaluation> kept, Map<String, @Nullable Edition> editions, @Nullable String rating) {
        return kept.stream()
                .filter(evaluation -> Objects.equals(evaluation.ratingId(), rating))
                .map(evaluation -> why(evaluation, editions.get(table(evaluation))))
                .toList();
    }

    private static String table(KeptEvaluation kept) {
        return kept.evaluation().decision() + " " + kept.evaluation().version();
    }

    private Why why(KeptEvaluation kept, @Nullable Edition edition) {
        var evaluation = kept.evaluation();
        return new Why(
                words.code("Decision", evaluation.decision()),
                evaluation.version(),
                edition,
                words.dayTime(kept.at()),
                evaluation.inputs().entrySet().stream()
                        .map(input -> new Line(words.code("Input", input.getKey()), said(input.getValue())))
                        .toList(),
                evaluation.reasons(),
                evaluation.matchedRules(),
                evaluation.outputs().stream().map(this::outcome).toList());
    }

    private String outcome(Map<String, @Nullable Object> output) {
        if (output.get("service") instanceof String service) {
            return words.code("Service", service)
                    + ", "
                    + words.code("Referral.Priority", String.valueOf(output.get("priority")))
                            .toLowerCase(Locale.UK)
                    + ": "
                    + output.get("reason");
        }
        return output.entrySet().stream()
                .map(entry -> words.code("Input", entry.getKey()) + ": " + said(entry.getValue()))
                .collect(Collectors.joining("; "));
    }

    private String said(@Nullable Object value) {
        if (value == null) {
            return "not known";
        }
        return value instanceof Boolean truth ? words.yesNo(truth) : words.code("Value", value.toString());
    }
}
