package org.waymark.pathway.web;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the page of one person shows; the names of its parts are those that the template reads. */
final class PersonPage {

    private PersonPage() {}

    record Tag(String tone, String text) {}

    record Head(
            String pathwayRef,
            String name,
            String calledName,
            List<Tag> tags,
            String lead,
            @Nullable String lifeEventHref,
            @Nullable String crisisHref,
            @Nullable String cockpitHref,
            @Nullable String ended,
            @Nullable String reopenHref,
            @Nullable String notShared) {}

    record Step(String label, String state) {}

    record TableStep(
            String label,
            String state,
            @Nullable String who,
            @Nullable String when) {}

    record Where(
            List<Step> steps,
            String headline,
            String text,
            @Nullable String bpmnUrl,
            String current,
            String done,
            List<TableStep> table) {}

    record Todo(
            String when,
            String tone,
            String title,
            @Nullable String note,
            @Nullable String href,
            boolean primary) {}

    record LoopStep(
            String label,
            String state,
            @Nullable String date,
            @Nullable String note) {}

    record ReferralStrip(
            String service,
            @Nullable String note,
            String tone,
            String state,
            @Nullable String href,
            List<LoopStep> steps) {}

    record StageRow(
            LocalDate on,
            String stage,
            String level,
            String by,
            List<String> reasons,
            @Nullable String whyHref) {}

    record Fact(String key, String value, @Nullable String note) {}

    record SharingLine(
            String tone, String text, String note, @Nullable String href) {}

    /**
     * What a {@link PersonSection} shows.
     *
     * @param id anchor of the card, a word
     * @param fragment Thymeleaf fragment within the card, for example {@code carers/panels :: support}
     * @param model what the fragment reads, under the name {@code card}
     */
    record Card(String id, String title, String fragment, Map<String, Object> model) {}

    record Capacity(String matter, String outcome, String on, String by) {}

    record Line(
            String when,
            String title,
            @Nullable String text,
            @Nullable String href) {}
}
