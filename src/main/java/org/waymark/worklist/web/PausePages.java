package org.waymark.worklist.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.waymark.access.AccessDecision;
import org.waymark.access.DataKind;
import org.waymark.access.Directory;
import org.waymark.access.Viewer;
import org.waymark.web.Words;
import org.waymark.workflow.Pauses;
import org.waymark.workflow.Pauses.Pause;
import org.waymark.workflow.WorkItem;
import org.waymark.worklist.web.TaskPage.ClockCard;
import org.waymark.worklist.web.TaskPage.Fact;

/** Says how a task's clock stands: its pauses with their reasons, and its date with and without them. */
@Component
class PausePages {

    private final Pauses pauses;
    private final AccessDecision access;
    private final Directory directory;
    private final Words words;
    private final Sentences sentences;

    PausePages(Pauses pauses, AccessDecision access, Directory directory, Words words, Sentences sentences) {
        this.pauses = pauses;
        this.access = access;
        this.directory = directory;
        this.words = words;
        this.sentences = sentences;
    }

    /** Null when there is nothing to say and nothing to do. */
    @Nullable
    ClockCard card(Viewer viewer, WorkItem item) {
        boolean mayPause = pauses.mayPause(viewer, item);
        List<Fact> facts = facts(viewer, item);
        boolean mayResume = item.isOpen() && item.paused() != null && isTheirs(viewer, item);
        return facts.isEmpty() && !mayPause ? null : new ClockCard(facts, mayPause, mayResume);
    }

    static boolean isTheirs(Viewer viewer, WorkItem item) {
        return item.assignee() == null
                ? viewer.groups().contains(item.group())
                : viewer.username().equals(item.assignee());
    }

    private List<Fact> facts(Viewer viewer, WorkItem item) {
        List<Pause> all = item.paused() == null && item.pausedFor().isZero() && !item.hasTwoReadings()
                ? List.of()
                : pauses.of(viewer, item.taskId());
        var facts = new ArrayList<Fact>();
        if (item.hasTwoReadings()) {
            facts.add(new Fact(sentences.say("pause.with"), words.dayTime(item.dueAt()), null));
            facts.add(new Fact(sentences.say("pause.without"), words.dayTime(item.firstDueAt()), null));
        }
        if (item.missedDueAt() != null) {
            facts.add(new Fact(sentences.say("pause.missed"), words.dayTime(item.missedDueAt()), null));
        }
        boolean seesNotes = isTheirs(viewer, item)
                || viewer.groups().contains(item.group())
                || access.maySee(viewer, item.pathway(), DataKind.CARE);
        Map<String, String> names = all.isEmpty()
                ? Map.of()
                : directory.displayNames(all.stream().map(Pause::by).collect(Collectors.toSet()));
        for (Pause pause : all) {
            facts.add(new Fact(
                    sentences.say("pause.one"), words.of(pause.reason()), note(pause, item, names, seesNotes)));
        }
        return facts;
    }

    /** "Wed 25 Nov to Fri 4 Dec, by Ruth Amadi. In hospital with a broken hip." */
    private String note(Pause pause, WorkItem item, Map<String, String> names, boolean seesNotes) {
        Instant ended = pause.endedAt() == null && !item.isOpen() ? item.endedAt() : pause.endedAt();
        String until = ended == null
                ? sentences.say("pause.untilAtLatest", words.shortDay(pause.at()), words.shortDay(pause.until()))
                : sentences.say("pause.fromTo", words.shortDay(pause.at()), words.shortDay(ended));
        String by = sentences.say("pause.by", names.getOrDefault(pause.by(), pause.by()));
        return Stream.of(until + ", " + by + ".", seesNotes && pause.note() != null ? pause.note() : "")
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
