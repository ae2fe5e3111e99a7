package org.waymark.insight.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Viewer;
import org.waymark.insight.Measure;
import org.waymark.insight.MeasureAlerts.Rhythm;
import org.waymark.insight.Measures;
import org.waymark.insight.Measures.Course;
import org.waymark.web.FieldErrors;

/** The page of one measure, as it is shown at first and again with what was wrong in one of its forms. */
@Component
class MeasurePage {

    private static final List<String> FIELDS = List.of(
            "month", "reason", "source", "value", "size", "asOf", "listSource", "threshold", "reader", "rhythm");

    private final Measures measures;
    private final MeasurePages pages;
    private final AlertPages alerts;
    private final CurrentViewer viewer;

    MeasurePage(Measures measures, MeasurePages pages, AlertPages alerts, CurrentViewer viewer) {
        this.measures = measures;
        this.pages = pages;
        this.alerts = alerts;
        this.viewer = viewer;
    }

    void show(Measure measure, Map<String, String> errors, Map<String, String> typed, Model model) {
        Viewer asking = viewer.get();
        Course course = measures.of(asking, measure);
        model.addAttribute("measure", measure);
        model.addAttribute("name", pages.name(measure));
        model.addAttribute(
                "texts",
                Map.of(
                        "definition", pages.say(measure, "definition"),
                        "numerator", pages.say(measure, "numerator"),
                        "denominator", pages.say(measure, "denominator"),
                        "source", pages.say(measure, "source")));
        model.addAttribute("row", pages.rows(List.of(course)).get(0));
        model.addAttribute("drawing", pages.drawing(course));
        model.addAttribute("legend", pages.legend());
        model.addAttribute("findings", pages.findings(course));
        model.addAttribute("months", pages.months(course));
        model.addAttribute("target", pages.target(course));
        model.addAttribute(
                "targetSource", course.target() == null ? "" : course.target().source());
        model.addAttribute("targetSetBy", course.target() == null ? "" : pages.setBy(course.target()));
        model.addAttribute("rebases", pages.rebases(measures.rebases(asking, measure)));
        model.addAttribute("monthChoices", pages.monthsToRebase(asking, measure));
        model.addAttribute("sizes", measure == Measure.REGISTER_SIZE ? pages.sizes(measures.listSizes(asking)) : null);
        model.addAttribute("maySet", measures.maySet(asking));
        model.addAttribute("countedAt", measures.countedAt(asking).orElse(null));
        Map<String, String> field = new HashMap<>();
        FIELDS.forEach(name -> field.put(name, ""));
        field.put("reader", asking.username());
        field.put("rhythm", Rhythm.MONTHLY.name());
        if (course.target() != null) {
            field.put("value", MeasurePages.forField(measure, course.target().value()));
        }
        field.putAll(typed);
        model.addAttribute("typed", field);
        model.addAttribute("alerts", alerts.of(asking, measure));
        model.addAttribute("readers", alerts.readers(asking));
        model.addAttribute("rhythms", alerts.rhythms());
        FieldErrors.show(model, errors);
    }
}
