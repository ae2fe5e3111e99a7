package org.waymark.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Made-up people and work for {@link Gallery}, in records that have just the fields which the templates name. */
final class GalleryPages {

    record Choice(String value, String label) {}

    record Problem(String href, String text) {}

    record Tile(long count, String label, String href, String tone, boolean current) {}

    record Step(String label, String state) {}

    record LoopStep(
            String label,
            String state,
            @Nullable String date,
            @Nullable String note) {}

    record DiagramStep(
            String label,
            String state,
            @Nullable String who,
            @Nullable String when) {}

    record Entry(
            String when,
            String title,
            @Nullable String text,
            @Nullable String href) {}

    record Fact(String key, String value, @Nullable String note) {}

    record Row(
            String key,
            String value,
            @Nullable String href,
            @Nullable String action) {}

    record Crumb(String label, @Nullable String href) {}

    static final List<String> ALL = List.of("components", "components-errors");

    private GalleryPages() {}

    static Map.Entry<String, Map<String, Object>> of(String page) {
        return switch (page) {
            case "components" -> Map.entry("gallery/components", components(false));
            case "components-errors" -> Map.entry("gallery/components", components(true));
            default -> throw new IllegalArgumentException(page);
        };
    }

    private static Map<String, Object> components(boolean wrong) {
        var model = new HashMap<String, Object>();
        model.put("sampleData", true);
        model.put("hasErrors", wrong);
        model.put("done", "The answer was sent to Ruth Amadi. First contact is due by 1 December 2026.");
        var errors = new ArrayList<Problem>();
        if (wrong) {
            for (String field : List.of("name", "story", "score", "answer", "service", "agreed", "signs", "csv")) {
                errors.add(new Problem("#" + field, "Something is wrong with " + field));
            }
            errors.add(new Problem("#born-day", "The date of birth must be a real date"));
        }
        model.put("errors", errors);
        model.put("wrong", wrong ? "Say what is wrong and what to do" : null);
        model.put(
                "choices",
                List.of(
                        new Choice("ACCEPTED", "Accept"),
                        new Choice("WAITING_LIST", "Put on the waiting list"),
                        new Choice("DECLINED", "Decline, with a reason")));
        model.put(
                "tiles",
                List.of(
                        new Tile(14, "Mine", "/worklist?view=MINE", "", true),
                        new Tile(37, "My team's", "/worklist?view=TEAM", "", false),
                        new Tile(3, "Overdue", "/worklist?view=OVERDUE", "red", false)));
        model.put("steps", pathSteps());
        model.put("loop", waitingLoop());
        model.put(
                "entries",
                List.of(
                        new Entry("3 November 2026", "Change reported", "By Peter, by telephone", null),
                        new Entry("12 March 2025", "Pathway opened", null, "/people/WM-7F3K-29QX")));
        model.put(
                "facts",
                List.of(
                        new Fact("Husband", "Peter Holt, main carer", "strain 64 of 88, up 18 since May"),
                        new Fact("Adviser", "Tom Reid, Approach", null)));
        model.put(
                "rows",
                List.of(
                        new Row("Name", "Margaret Holt", "/people/new", "Change"),
                        new Row("Born", "4 May 1945", null, null)));
        model.put("crumbs", List.of(new Crumb("People", "/people"), new Crumb("WM-7F3K-29QX", null)));
        model.put("diagramSteps", diagramSteps());
        return model;
    }

    static List<Step> pathSteps() {
        return List.of(
                new Step("Welcome", "done"),
                new Step("Living well", "done"),
                new Step("More support", "now"),
                new Step("Towards end of life", "todo"),
                new Step("Bereavement support", "todo"));
    }

    static List<LoopStep> waitingLoop() {
        return List.of(
                new LoopStep("Sent", "done", "3 Nov", null),
                new LoopStep("Received", "done", "4 Nov", null),
                new LoopStep("Answer", "current", "due today, 17:00", null),
                new LoopStep("First contact", "todo", null, null),
                new LoopStep("Outcome reported", "todo", null, null),
                new LoopStep("Outcome read", "todo", null, null));
    }

    static List<DiagramStep> diagramSteps() {
        return List.of(
                new DiagramStep("Make the welcome contact", "done", "Ruth Amadi", "14 March 2025"),
                new DiagramStep("Assessment", "current", "Both organisations", "since 3 November 2026"),
                new DiagramStep("Agree the support plan", "todo", null, null));
    }
}
