package org.waymark.pathway.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory.StaffMember;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.kernel.PathwayRef;
import org.waymark.pathway.Caseloads;
import org.waymark.pathway.Caseloads.HandedOver;
import org.waymark.pathway.web.CaseloadPages.Request;

/** The board of caseloads: who coordinates whom, how much that is, what it would be otherwise, and handing people over. */
@Controller
@RequestMapping("/caseload")
class CaseloadController {

    private static final int LONGEST_NOTE = 500;

    private final Caseloads caseloads;
    private final CaseloadPages pages;
    private final CurrentViewer viewer;

    CaseloadController(Caseloads caseloads, CaseloadPages pages, CurrentViewer viewer) {
        this.caseloads = caseloads;
        this.pages = pages;
        this.viewer = viewer;
    }

    @GetMapping
    @Transactional
    ModelAndView board(
            @RequestParam(required = false) @Nullable String of,
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(required = false) @Nullable String after) {
        return new ModelAndView("pathway/caseload", pages.board(viewer.get(), Request.of(of, order, after)));
    }

    /** Shows first what would be; only a second click offers anybody. A POST, so that nothing of it stands in an address. */
    @PostMapping("/what-if")
    @Transactional
    ModelAndView whatIf(
            @RequestParam String of,
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(required = false) @Nullable List<String> person,
            @RequestParam(defaultValue = "false") boolean everybody) {
        Viewer asking = viewer.get();
        Request request = Request.of(of, order, null);
        List<PathwayRef> chosen = pages.chosen(asking, request, person, everybody);
        if (chosen.isEmpty()) {
            return refused(new ModelAndView("pathway/caseload", pages.board(asking, request)))
                    .addObject("error", "Choose at least one person");
        }
        return new ModelAndView(
                "pathway/what-if", pages.whatIf(asking, request, chosen, pages.receivers(asking, request, chosen)));
    }

    @PostMapping("/offers")
    @Transactional
    ModelAndView offer(
            @RequestParam String of,
            @RequestParam(required = false) @Nullable String order,
            @RequestParam List<String> person,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String note,
            RedirectAttributes after) {
        Viewer asking = viewer.get();
        Request request = Request.of(of, order, null);
        List<PathwayRef> chosen = pages.chosen(asking, request, person, false);
        List<StaffMember> receivers = pages.receivers(asking, request, chosen);
        Optional<StaffMember> receiver = receivers.stream()
                .filter(member -> member.username().equals(to))
                .findFirst();
        String said = note.strip();
        if (receiver.isEmpty() || said.length() > LONGEST_NOTE) {
            Map<String, Object> entered = Map.of("to", to, "note", note);
            return refused(new ModelAndView("pathway/what-if", pages.whatIf(asking, request, chosen, receivers)))
                    .addAllObjects(entered)
                    .addObject("toError", receiver.isEmpty() ? "Choose who is to take them over" : null)
                    .addObject(
                            "noteError",
                            said.length() > LONGEST_NOTE ? "The note must be 500 characters or less" : null);
        }
        caseloads.offer(asking, chosen, to, said.isEmpty() ? null : said);
        after.addFlashAttribute(
                "done", receiver.get().displayName() + " has been asked. Nothing changes until they accept.");
        return new ModelAndView("redirect:" + request.address());
    }

    private static ModelAndView refused(ModelAndView page) {
        page.setStatus(HttpStatus.BAD_REQUEST);
        return page.addObject("hasErrors", true);
    }

    @PostMapping("/offers/{id}/{answer}")
    String answer(@PathVariable UUID id, @PathVariable String answer, RedirectAttributes after) {
        return switch (answer) {
            case "accept" -> answered(after, () -> accepted(caseloads.accept(viewer.get(), id)));
            case "decline" ->
                answered(after, () -> {
                    caseloads.decline(viewer.get(), id, null);
                    return "Declined. Nothing has changed.";
                });
            case "withdraw" ->
                answered(after, () -> {
                    caseloads.withdraw(viewer.get(), id);
                    return "Withdrawn. Nothing has changed.";
                });
            default -> throw new NotVisible();
        };
    }

    private static String accepted(HandedOver done) {
        return (done.people() == 1 ? "1 person is" : done.people() + " people are")
                + " on your caseload now, with their open tasks."
                + (done.leftOut() == 0 ? "" : " " + done.leftOut() + " had ended or changed hands before.");
    }

    private static String answered(RedirectAttributes after, Supplier<String> answer) {
        try {
            after.addFlashAttribute("done", answer.get());
        } catch (Refused refusal) {
            // A second click, or an old page.
            after.addFlashAttribute("done", "This offer has been answered before.");
        }
        return "redirect:/caseload";
    }
}
