package org.waymark.pathway.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessment.Stage;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.Pathway;
import org.waymark.pathway.Pathways;
import org.waymark.people.People;
import org.waymark.people.People.Label;
import org.waymark.web.Words;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/** The people whom the viewer may see: the caseload, and those found by name, number, date of birth or reference. */
@Controller
@RequestMapping("/people")
class PeopleController {

    private static final int PAGE = 25;
    private static final int FOUND = 50;
    private static final int LONGEST_QUERY = 200;

    private final People people;
    private final Pathways pathways;
    private final Worklist worklist;
    private final Directory directory;
    private final CurrentViewer viewer;
    private final AuditTrail audit;
    private final Words words;

    PeopleController(
            People people,
            Pathways pathways,
            Worklist worklist,
            Directory directory,
            CurrentViewer viewer,
            AuditTrail audit,
            Words words) {
        this.people = people;
        this.pathways = pathways;
        this.worklist = worklist;
        this.directory = directory;
        this.viewer = viewer;
        this.audit = audit;
        this.words = words;
    }

    record Row(
            String pathwayRef,
            String name,
            String href,
            String born,
            String age,
            String phase,
            @Nullable String stage,
            @Nullable String coordinator,
            @Nullable String nowTitle,
            String dueTone,
            String dueWords) {}

    @GetMapping
    @Transactional
    String caseload(
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "false") boolean ended,
            Model model) {
        Viewer asking = viewer.get();
        PathwayRef before = after == null ? null : PersonController.ref(after);
        List<Pathway> page = pathways.list(asking, false, ended, before, PAGE + 1);
        List<Pathway> shown = page.size() > PAGE ? page.subList(0, PAGE) : page;
        audit.record(asking.username(), "people.listed", null, null);
        List<PathwayRef> refs = shown.stream().map(Pathway::ref).toList();
        Map<PathwayRef, Label> labels = people.labels(asking, refs);
        model.addAttribute("rows", rows(asking, shown, labels));
        model.addAttribute("ended", ended);
        model.addAttribute(
                "sentence",
                ended
                        ? "Pathways that have ended, newest first."
                        : "Everybody on a pathway whom you may see, newest first.");
        model.addAttribute("mayRegister", asking.has(Role.COORDINATOR));
        if (page.size() > PAGE) {
            model.addAttribute("older", "/people?after=" + shown.get(PAGE - 1).ref() + (ended ? "&ended=true" : ""));
        }
        if (after != null) {
            model.addAttribute("newer", "/people" + (ended ? "?ended=true" : ""));
        }
        return "pathway/people";
    }

    @PostMapping("/find")
    @Transactional
    ModelAndView find(@RequestParam(defaultValue = "") String q) {
        Viewer asking = viewer.get();
        var view = new ModelAndView("pathway/people");
        view.addObject("query", q);
        view.addObject("mayRegister", asking.has(Role.COORDINATOR));
        String query = q.strip();
        if (query.isEmpty() || query.length() > LONGEST_QUERY) {
            view.setStatus(HttpStatus.BAD_REQUEST);
            view.addObject("hasErrors", true);
            view.addObject(
                    "error",
                    query.isEmpty()
                            ? "Enter a name, an NHS number, a date of birth or a reference"
                            : "What you look for must be 200 characters or less");
            view.addObject("rows", List.of());
            view.addObject("sentence", "");
            return view;
        }
        List<Label> found = people.find(asking, query, FOUND);
        Map<PathwayRef, Label> labels = found.stream().collect(Collectors.toMap(Label::pathway, label -> label));
        Map<PathwayRef, Pathway> byRef = pathways.of(asking, labels.keySet());
        List<Pathway> inOrder = found.stream()
                .map(label -> byRef.get(label.pathway()))
                .filter(Objects::nonNull)
                .toList();
        view.addObject("rows", rows(asking, inOrder, labels));
        view.addObject("sentence", inOrder.size() == 1 ? "1 person found." : inOrder.size() + " people found.");
        return view;
    }

    private List<Row> rows(Viewer asking, List<Pathway> shown, Map<PathwayRef, Label> labels) {
        Map<PathwayRef, WorkItem> now =
                worklist.soonestOf(asking, shown.stream().map(Pathway::ref).toList());
        return shown.stream()
                .flatMap(pathway -> Stream.ofNullable(labels.get(pathway.ref()))
                        .map(label -> row(pathway, label, now.get(pathway.ref()))))
                .toList();
    }

    private Row row(Pathway pathway, Label label, @Nullable WorkItem now) {
        Instant dueAt = now == null ? null : now.dueAt();
        Instant pausedUntil = now == null ? null : now.pausedUntil();
        return new Row(
                pathway.ref().value(),
                label.name(),
                "/people/" + pathway.ref(),
                words.day(label.dateOfBirth()),
                words.age(label.dateOfBirth()),
                pathway.isOpen()
                        ? words.of(pathway.phase())
                        : "Ended: "
                                + words.code("EndReason", pathway.endReason()).toLowerCase(Locale.UK),
                pathway.stage() == Stage.UNKNOWN
                        ? null
                        : words.code("Stage", pathway.stage().name()),
                pathway.coordinator() == null
                        ? null
                        : directory
                                .staffMember(pathway.coordinator())
                                .map(Directory.StaffMember::displayName)
                                .orElse(pathway.coordinator()),
                now == null ? null : now.name(),
                words.dueTone(dueAt, pausedUntil),
                now == null ? "" : words.due(dueAt, pausedUntil));
    }
}
