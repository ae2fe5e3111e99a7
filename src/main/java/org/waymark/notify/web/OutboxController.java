package org.waymark.notify.web;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.AccessDecision;
import org.waymark.access.CurrentViewer;
import org.waymark.access.DataKind;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.notify.Outbox;
import org.waymark.notify.Outbox.Failure;
import org.waymark.notify.Outbox.Message;
import org.waymark.notify.Outbox.State;
import org.waymark.web.Words;

/** Shows what could not be sent, how old it is, and what to do about it. */
@Controller
@RequestMapping("/outbox")
class OutboxController {

    private final Outbox outbox;
    private final AccessDecision access;
    private final CurrentViewer viewer;
    private final Words words;

    OutboxController(Outbox outbox, AccessDecision access, CurrentViewer viewer, Words words) {
        this.outbox = outbox;
        this.access = access;
        this.viewer = viewer;
        this.words = words;
    }

    /** @param href the person's page; null for one who may not see it */
    record Row(
            UUID id,
            String what,
            @Nullable String pathwayRef,
            @Nullable String href,
            String since,
            String exact,
            String why,
            String toDo,
            String next,
            boolean hasFailed) {}

    @GetMapping
    @Transactional
    String page(Model model) {
        Viewer asking = viewer.get();
        List<Message> troubled = outbox.troubled(asking);
        Set<PathwayRef> seen = access.among(
                asking,
                troubled.stream().map(Message::pathway).filter(Objects::nonNull).collect(Collectors.toSet()),
                DataKind.PATHWAY);
        model.addAttribute("canSend", outbox.canSend());
        model.addAttribute("waiting", words.number(outbox.waiting()));
        model.addAttribute(
                "rows", troubled.stream().map(message -> row(message, seen)).toList());
        return "notify/outbox";
    }

    private Row row(Message message, Set<PathwayRef> seen) {
        PathwayRef pathway = message.pathway();
        Failure failure = message.failure();
        return new Row(
                message.id(),
                words.code("Outbox.Kind", message.kind()),
                pathway == null ? null : pathway.value(),
                pathway != null && seen.contains(pathway) ? "/people/" + pathway : null,
                words.since(message.putAt()),
                words.dayTime(message.putAt()),
                failure == null ? "" : words.of(failure),
                failure == null ? "" : words.code("Outbox.ToDo", failure.name()),
                words.dayTime(message.nextTryAt()),
                message.state() == State.FAILED);
    }

    @PostMapping("/{id}/again")
    String again(@PathVariable UUID id, RedirectAttributes after) {
        outbox.tryAgain(viewer.get(), id);
        after.addFlashAttribute("done", "It is tried again within a minute.");
        return "redirect:/outbox";
    }

    @PostMapping("/{id}/give-up")
    String giveUp(@PathVariable UUID id, RedirectAttributes after) {
        outbox.giveUp(viewer.get(), id);
        after.addFlashAttribute("done", "It will not be sent.");
        return "redirect:/outbox";
    }
}
