package org.waymark.pathway.web;

import java.util.List;
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
import org.waymark.access.NotVisible;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessments;
import org.waymark.assessment.Assessments.KeptEvaluation;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.Pathways;
import org.waymark.web.Words;
import org.waymark.workflow.Workflow;

/** The page of one person: where they stand, what is now, next and later, and why. */
@Controller
@RequestMapping("/people/{ref}")
class PersonController {

    private final PersonPages pages;
    private final Pathways pathways;
    private final Assessments assessments;
    private final Workflow workflow;
    private final CurrentViewer viewer;
    private final AuditTrail audit;
    private final Words words;

    PersonController(
            PersonPages pages,
            Pathways pathways,
            Assessments assessments,
            Workflow workflow,
            CurrentViewer viewer,
            AuditTrail audit,
            Words words) {
        this.pages = pages;
        this.pathways = pathways;
        this.assessments = assessments;
        this.workflow = workflow;
        this.viewer = viewer;
        this.audit = audit;
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
        Pathway pathway = pathways.view(viewer.get(), ref(ref));
        return workflow.position(Pathway.PROCESS, pathway.ref().value())
                .map(position -> workflow.model(Pathway.PROCESS, position.version()))
                .orElseThrow(NotVisible::new);
    }

    /** One evaluation as "Why?" shows it. */
    record Why(
            String decision,
            int version,
            String at,
            List<Line> inputs,
            List<String> reasons,
            List<String> rules,
            List<Line> outputs) {}

    record Line(String key, String value) {}

    @GetMapping("/why/{assessment}")
    @Transactional
    String why(@PathVariable String ref, @PathVariable String assessment, Model model) {
        Viewer asking = viewer.get();
        PathwayRef pathway = ref(ref);
        List<KeptEvaluation> kept = assessments.of(asking, pathway).stream()
                .filter(round -> round.id().equals(assessment))
                .findFirst()
                .map(round -> assessments.evaluations(asking, pathway, round.id()))
                .orElseThrow(NotVisible::new);
        audit.record(asking.username(), "evaluations.viewed", pathway, assessment);
        model.addAttribute("pathwayRef", ref);
        model.addAttribute("whys", kept.stream().map(this::why).toList());
        return "pathway/why";
    }

    private Why why(KeptEvaluation kept) {
        var evaluation = kept.evaluation();
        return new Why(
                words.code("Decision", evaluation.decision()),
                evaluation.version(),
                words.dayTime(kept.at()),
                evaluation.inputs().entrySet().stream()
                        .map(input -> new Line(words.code("Input", input.getKey()), said(input.getValue())))
                        .toList(),
                evaluation.reasons(),
                evaluation.matchedRules(),
                evaluation.outputs().stream()
                        .map(output -> output.entrySet().stream()
                                .map(entry -> words.code("Input", entry.getKey()) + ": " + said(entry.getValue()))
                                .collect(Collectors.joining("; ")))
                        .map(text -> new Line("", text))
                        .toList());
    }

    private String said(@Nullable Object value) {
        if (value == null) {
            return "not known";
        }
        return value instanceof Boolean truth ? words.yesNo(truth) : words.code("Value", value.toString());
    }
}
