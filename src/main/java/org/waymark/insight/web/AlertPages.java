package org.waymark.insight.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.waymark.access.Directory;
import org.waymark.access.Role;
import org.waymark.access.Viewer;
import org.waymark.insight.ControlChart.Better;
import org.waymark.insight.Measure;
import org.waymark.insight.MeasureAlerts;
import org.waymark.insight.MeasureAlerts.Alert;
import org.waymark.insight.MeasureAlerts.Rhythm;
import org.waymark.insight.MeasureAlerts.Telling;
import org.waymark.insight.web.MeasurePages.Choice;
import org.waymark.web.Notices;
import org.waymark.web.Words;

/** Puts alerts into words, and tells on the worklist what they have told. */
@Component
class AlertPages implements Notices {

    record Row(
            String measure,
            String href,
            String line,
            String reader,
            String rhythm,
            String setBy,
            String changeHref,
            String stopHref) {}

    private final MeasureAlerts alerts;
    private final MeasurePages pages;
    private final Directory directory;
    private final Words words;

    AlertPages(MeasureAlerts alerts, MeasurePages pages, Directory directory, Words words) {
        this.alerts = alerts;
        this.pages = pages;
        this.directory = directory;
        this.words = words;
    }

    List<Row> all(Viewer viewer) {
        return rows(alerts.all(viewer));
    }

    List<Row> of(Viewer viewer, Measure measure) {
        return rows(alerts.of(viewer, measure));
    }

    private List<Row> rows(List<Alert> all) {
        Map<String, String> names = directory.displayNames(all.stream()
                .flatMap(one -> Stream.of(one.reader(), one.setBy()))
                .toList());
        return all.stream()
                .map(one -> new Row(
                        pages.name(one.measure()),
                        MeasurePages.href(one.measure()),
                        line(one),
                        names.getOrDefault(one.reader(), one.reader()),
                        words.of(one.rhythm()),
                        names.getOrDefault(one.setBy(), one.setBy()) + ", " + words.day(one.setAt()),
                        "/insight/alerts/" + one.id(),
                        "/insight/alerts/" + one.id() + "/stop"))
                .toList();
    }

    /** "below 80 %". */
    private String line(Alert alert) {
        return (alert.measure().better() == Better.HIGHER ? "below " : "above ")
                + pages.value(alert.measure(), alert.threshold());
    }

    List<Choice> readers(Viewer viewer) {
        return alerts.readers(viewer).stream()
                .map(one -> new Choice(one.username(), one.displayName() + ", " + one.jobTitle()))
                .toList();
    }

    List<Choice> rhythms() {
        return Stream.of(Rhythm.values())
                .map(rhythm -> new Choice(rhythm.name(), words.of(rhythm)))
                .toList();
    }

    @Override
    public List<Notice> of(Viewer viewer) {
        if (!viewer.has(Role.MANAGER) && !viewer.has(Role.COORDINATOR)) {
            return List.of();
        }
        return alerts.unseen(viewer).stream()
                .map(one -> new Notice(
                        told(one),
                        MeasurePages.href(one.alert().measure()),
                        "/insight/alerts/" + one.alert().id() + "/seen"))
                .toList();
    }

    private String told(Telling telling) {
        Alert alert = telling.alert();
        return pages.name(alert.measure()) + ": " + pages.value(alert.measure(), telling.value()) + " in "
                + MeasureFindings.month(telling.month()) + (telling.isSoFar() ? " so far" : "") + ", which is "
                + line(alert) + ". " + (telling.n() == 1 ? "1 counted." : words.number(telling.n()) + " counted.");
    }
}
