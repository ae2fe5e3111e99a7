package org.waymark.pathway.web;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.assessment.Assessments;
import org.waymark.forms.FreeTexts;
import org.waymark.forms.FreeTexts.Found;
import org.waymark.forms.FreeTexts.Piece;
import org.waymark.kernel.PathwayRef;
import org.waymark.people.People;
import org.waymark.people.People.Label;
import org.waymark.web.Words;

/** Finds what was written down in people's own words. A POST: nothing that was typed stands in an address or a log. */
@Controller
@RequestMapping("/search")
class SearchController {

    private static final int PAGE = 20;
    private static final int LONGEST_QUERY = 200;

    private final FreeTexts texts;
    private final Assessments assessments;
    private final People people;
    private final Directory directory;
    private final CurrentViewer viewer;
    private final Words words;

    SearchController(
            FreeTexts texts,
            Assessments assessments,
            People people,
            Directory directory,
            CurrentViewer viewer,
            Words words) {
        this.texts = texts;
        this.assessments = assessments;
        this.people = people;
        this.directory = directory;
        this.viewer = viewer;
        this.words = words;
    }

    record Row(
            String name,
            String href,
            String pathwayRef,
            String label,
            String where,
            String by,
            String on,
            List<Piece> pieces) {}

    @GetMapping
    String form() {
        return "pathway/search";
    }

    @PostMapping
    @Transactional
    ModelAndView find(@RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "") String before) {
        Viewer asking = viewer.get();
        var view = new ModelAndView("pathway/search");
        view.addObject("query", q);
        String query = q.replaceAll("\\p{Cntrl}", " ").strip();
        if (query.isEmpty() || query.length() > LONGEST_QUERY) {
            view.setStatus(HttpStatus.BAD_REQUEST);
            view.addObject("hasErrors", true);
            view.addObject(
                    "error",
                    query.isEmpty()
                            ? "Enter the words to look for"
                            : "What you look for must be 200 characters or less");
            return view;
        }
        Long after = before.matches("\\d{1,18}") ? Long.valueOf(before) : null;
        List<Found> found = texts.find(asking, query, assessments.roundsToRate(asking), after, PAGE + 1);
        List<Found> shown = found.size() > PAGE ? found.subList(0, PAGE) : found;
        Map<PathwayRef, Label> labels = people.labels(
                asking, shown.stream().map(Found::pathway).distinct().toList());
        view.addObject(
                "rows",
                shown.stream()
                        .filter(one -> labels.containsKey(one.pathway()))
                        .map(one -> row(one, labels.get(one.pathway())))
                        .toList());
        if (found.size() > PAGE) {
            view.addObject("older", shown.get(PAGE - 1).id());
        }
        view.addObject("isFirst", after == null);
        return view;
    }

    private Row row(Found found, @Nullable Label label) {
        return new Row(
                label == null ? "" : label.name(),
                "/people/" + found.pathway(),
                found.pathway().value(),
                found.label(),
                found.task() == null ? words.code("Form", found.formId().replace('-', '_')) : found.task(),
                directory
                        .staffMember(found.by())
                        .map(Directory.StaffMember::displayName)
                        .orElse(found.by()),
                words.day(found.at()),
                found.pieces());
    }
}
