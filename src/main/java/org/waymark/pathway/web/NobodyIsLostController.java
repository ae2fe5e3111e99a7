package org.waymark.pathway.web;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Refused;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.NobodyIsLost;
import org.waymark.pathway.NobodyIsLost.Finding;
import org.waymark.pathway.NobodyIsLost.Kind;
import org.waymark.pathway.NobodyIsLost.Supported;
import org.waymark.people.People;
import org.waymark.people.People.Label;
import org.waymark.web.Words;

/** Shows coordinators and operators that nobody is lost, or who would be and what to do about it. */
@Controller
@RequestMapping("/nobody-is-lost")
class NobodyIsLostController {

    private final NobodyIsLost nobodyIsLost;
    private final People people;
    private final CurrentViewer viewer;
    private final Words words;

    NobodyIsLostController(NobodyIsLost nobodyIsLost, People people, CurrentViewer viewer, Words words) {
        this.nobodyIsLost = nobodyIsLost;
        this.people = people;
        this.viewer = viewer;
        this.words = words;
    }

    record Row(
            String pathwayRef,
            @Nullable String name,
            @Nullable String href,
            String where,
            String since,
            String exact) {}

    /** @param more findings that the page does not list */
    record Group(
            Kind kind,
            String title,
            String whatToDo,
            long count,
            long more,
            boolean mayStartAgain,
            boolean maySupport,
            List<Row> rows) {}

    @GetMapping
    @Transactional
    String page(Model model) {
        Viewer asking = viewer.get();
        NobodyIsLost.Report report = nobodyIsLost.check(asking);
        Map<PathwayRef, Label> labels = people.labels(
                asking,
                report.findings().stream().map(Finding::pathway).distinct().toList());
        List<Group> groups = Arrays.stream(Kind.values())
                .filter(report.counts()::containsKey)
                .map(kind -> group(asking, kind, report, labels))
                .toList();
        model.addAttribute("groups", groups);
        model.addAttribute("open", words.number(report.openPathways()));
        model.addAttribute(
                "found",
                report.counts().values().stream().mapToLong(Long::longValue).sum());
        return "pathway/nobody-is-lost";
    }

    private Group group(Viewer asking, Kind kind, NobodyIsLost.Report report, Map<PathwayRef, Label> labels) {
        List<Row> rows = report.findings().stream()
                .filter(finding -> finding.kind() == kind)
                .map(finding -> row(finding, labels.get(finding.pathway())))
                .toList();
        long count = report.counts().getOrDefault(kind, 0L);
        return new Group(
                kind,
                words.of(kind),
                words.code("NobodyIsLost.ToDo", kind.name()),
                count,
                count - rows.size(),
                kind == Kind.NO_PROCESS && asking.has(Role.COORDINATOR),
                kind == Kind.CARER_WITHOUT_SUPPORT,
                rows);
    }

    private Row row(Finding finding, @Nullable Label label) {
        String ref = finding.pathway().value();
        return new Row(
                ref,
                label == null ? null : label.name(),
                label == null ? null : "/people/" + ref,
                finding.process() == null
                        ? ""
                        : words.process(finding.process())
                                + (finding.element() == null ? "" : ", " + finding.element()),
                words.since(finding.since()),
                words.dayTime(finding.since()));
    }

    @PostMapping("/{ref}/start-again")
    String startAgain(@PathVariable String ref, RedirectAttributes after) {
        PathwayRef pathway = PersonController.ref(ref);
        try {
            nobodyIsLost.startAgain(viewer.get(), pathway);
            after.addFlashAttribute("done", "The pathway runs again. A review of it has been opened.");
        } catch (Refused refusal) {
            // A second click, or another coordinator was faster.
            after.addFlashAttribute("done", "The pathway runs already.");
        }
        return "redirect:/people/" + pathway;
    }

    @PostMapping("/support-carers")
    String supportCarers(RedirectAttributes after) {
        Supported done = nobodyIsLost.supportCarers(viewer.get());
        after.addFlashAttribute(
                "done",
                done.pathways() == 0
                        ? "Every carer is supported already."
                        : "Support has begun for the carers of "
                                + (done.pathways() == 1 ? "1 person" : words.number(done.pathways()) + " people") + "."
                                + (done.left() == 0
                                        ? ""
                                        : " Those of " + words.number(done.left()) + " are left: begin theirs too."));
        return "redirect:/nobody-is-lost";
    }
}
