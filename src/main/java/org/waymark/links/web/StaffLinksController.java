package org.waymark.links.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.CurrentViewer;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.PathwayRef;
import org.waymark.links.Language;
import org.waymark.links.Letters;
import org.waymark.links.Links;
import org.waymark.links.Links.Asked;
import org.waymark.links.Links.Given;
import org.waymark.links.Links.Issued;
import org.waymark.links.Links.SecondFact;
import org.waymark.links.Links.State;
import org.waymark.links.Links.Way;
import org.waymark.links.Translations;
import org.waymark.web.Words;

/** Where staff send the person and carers their links, see how far each has come, and take one back. */
@Controller
@RequestMapping("/people/{ref}/links")
class StaffLinksController {

    private final Links links;
    private final Letters letters;
    private final Translations translations;
    private final CurrentViewer viewer;
    private final AuditTrail audit;
    private final Words words;
    private final MessageSource messages;

    StaffLinksController(
            Links links,
            Letters letters,
            Translations translations,
            CurrentViewer viewer,
            AuditTrail audit,
            Words words,
            MessageSource messages) {
        this.links = links;
        this.letters = letters;
        this.translations = translations;
        this.viewer = viewer;
        this.audit = audit;
        this.words = words;
        this.messages = messages;
    }

    /** Somebody whose answers are awaited. */
    record Row(
            String taskId,
            String name,
            String who,
            @Nullable String email,
            String due,
            String language,
            List<LinkRow> links) {}

    record LinkRow(
            UUID id,
            String way,
            String state,
            String tone,
            String since,
            String language,
            boolean hasNumber,
            boolean isLive,
            boolean isLetter) {}

    record Option(String value, String label) {}

    @GetMapping
    @Transactional
    String page(@PathVariable String ref, Model model) {
        Viewer asking = viewer.get();
        PathwayRef pathway = pathway(ref);
        List<Row> rows = links.of(asking, pathway).stream().map(this::row).toList();
        model.addAttribute("ref", pathway.value());
        model.addAttribute("rows", rows);
        model.addAttribute("canSend", links.canSendEmail());
        model.addAttribute(
                "languages",
                Arrays.stream(Language.values())
                        .map(one -> new Option(
                                one.code(), one.ownName() + (translations.isDraft(one) ? " (draft translation)" : "")))
                        .toList());
        model.addAttribute(
                "facts",
                List.of(
                        new Option(SecondFact.BIRTHDAY.name(), "The date of birth of the person"),
                        new Option(SecondFact.CODE.name(), "A number that I tell them by telephone or in person")));
        audit.record(asking.username(), "links.viewed", pathway, null);
        return "links/staff";
    }

    private Row row(Asked asked) {
        return new Row(
                asked.task().taskId(),
                asked.reader().name(),
                words.of(asked.reader().kind()),
                asked.reader().email(),
                words.day(asked.task().dueAt()),
                Language.recordedAs(asked.reader().language()).code(),
                asked.links().stream().map(this::row).toList());
    }

    private LinkRow row(Given given) {
        return new LinkRow(
                given.id(),
                words.of(given.way()),
                given.way() == Way.LETTER && given.state() == State.SENT
                        ? messages.getMessage("link.staff.printed", null, Locale.UK)
                        : words.of(given.state()),
                switch (given.state()) {
                    case NOT_SENT, LOCKED -> "red";
                    case OPENED, BEGUN, HANDED_IN -> "teal";
                    default -> "";
                },
                words.dayTime(given.since()),
                given.language().ownName(),
                given.fact() == SecondFact.CODE,
                given.isLive(),
                given.way() == Way.LETTER);
    }

    @PostMapping("/email")
    String email(
            @PathVariable String ref,
            @RequestParam(defaultValue = "") String task,
            @RequestParam(defaultValue = "BIRTHDAY") String fact,
            @RequestParam(defaultValue = "") String language,
            RedirectAttributes after) {
        return issue(
                ref,
                after,
                "link.staff.emailed",
                () -> links.email(
                        viewer.get(),
                        task,
                        fact(fact),
                        Language.ofCode(language).orElse(null)));
    }

    @PostMapping("/letter")
    String letter(
            @PathVariable String ref,
            @RequestParam(defaultValue = "") String task,
            @RequestParam(defaultValue = "BIRTHDAY") String fact,
            @RequestParam(defaultValue = "") String language,
            RedirectAttributes after) {
        return issue(
                ref,
                after,
                "link.staff.written",
                () -> links.letter(
                        viewer.get(),
                        task,
                        fact(fact),
                        Language.ofCode(language).orElse(null)));
    }

    private interface Issuing {
        Issued issue();
    }

    private String issue(String ref, RedirectAttributes after, String done, Issuing issuing) {
        PathwayRef pathway = pathway(ref);
        try {
            Issued issued = issuing.issue();
            after.addFlashAttribute("done", say(done));
            if (issued.code() != null) {
                after.addFlashAttribute(
                        "number",
                        issued.code().substring(0, 3) + " " + issued.code().substring(3));
            }
        } catch (Refused refused) {
            after.addFlashAttribute("refused", say("refused." + refused.code()));
        }
        return "redirect:/people/" + pathway + "/links";
    }

    /** Opens in the browser, to be printed from there. */
    @PostMapping("/{id}/print")
    ResponseEntity<ByteArrayResource> print(@PathVariable String ref, @PathVariable UUID id) {
        pathway(ref);
        Letters.Printed printed = letters.print(viewer.get(), id);
        return ResponseEntity.ok()
                .contentType(
                        printed.isPdf()
                                ? MediaType.APPLICATION_PDF
                                : new MediaType("text", "html", StandardCharsets.UTF_8))
                .header(HttpHeaders.CONTENT_DISPOSITION, printed.isPdf() ? "inline; filename=\"letter.pdf\"" : "inline")
                .body(printed.content());
    }

    @PostMapping("/{id}/revoke")
    String revoke(@PathVariable String ref, @PathVariable UUID id, RedirectAttributes after) {
        PathwayRef pathway = pathway(ref);
        links.revoke(viewer.get(), id);
        after.addFlashAttribute("done", say("link.staff.revoked"));
        return "redirect:/people/" + pathway + "/links";
    }

    private String say(String key) {
        return messages.getMessage(key, null, Locale.UK);
    }

    private static SecondFact fact(String text) {
        return text.equals(SecondFact.CODE.name()) ? SecondFact.CODE : SecondFact.BIRTHDAY;
    }

    private static PathwayRef pathway(String text) {
        if (!PathwayRef.isValid(text)) {
            throw new NotVisible();
        }
        return new PathwayRef(text);
    }
}
