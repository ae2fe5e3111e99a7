package org.waymark.licences.web;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory;
import org.waymark.access.NotVisible;
import org.waymark.licences.Licences;
import org.waymark.licences.Licences.Instrument;
import org.waymark.licences.Licences.Statement;
import org.waymark.licences.Licences.Wrong;
import org.waymark.web.Words;

/** Where an administrator states which licences the alliance holds, and takes such a statement back. */
@Controller
@RequestMapping("/licences")
class LicencesController {

    private final Licences licences;
    private final Directory directory;
    private final CurrentViewer viewer;
    private final Words words;

    LicencesController(Licences licences, Directory directory, CurrentViewer viewer, Words words) {
        this.licences = licences;
        this.directory = directory;
        this.viewer = viewer;
        this.words = words;
    }

    /** One statement as the page shows it. */
    record Said(
            String reference,
            String by,
            String on,
            @Nullable String withdrawn) {}

    /** @param now the statement that holds; null where none does */
    record Row(
            String code,
            String name,
            String opens,
            @Nullable Said now,
            List<Said> before,
            String typed,
            @Nullable String referenceWrong,
            @Nullable String confirmWrong) {}

    record Line(String href, String text) {}

    @GetMapping
    String page(Model model) {
        show(model, null, "", null);
        return "licences/licences";
    }

    @PostMapping("/{instrument}/state")
    ModelAndView state(
            @PathVariable String instrument,
            @RequestParam(defaultValue = "") String reference,
            @RequestParam(defaultValue = "") String confirmed,
            Model model,
            RedirectAttributes after) {
        Instrument about = instrument(instrument);
        Optional<Wrong> wrong = licences.state(viewer.get(), about, reference, confirmed.equals("true"));
        if (wrong.isPresent()) {
            show(model, about, reference, wrong.get());
            return new ModelAndView("licences/licences", model.asMap(), HttpStatus.BAD_REQUEST);
        }
        after.addFlashAttribute(
                "done", words.of(about) + ": the licence is stated. Forms ask for its scores from now on.");
        return new ModelAndView("redirect:/licences");
    }

    @PostMapping("/{instrument}/withdraw")
    String withdraw(@PathVariable String instrument, RedirectAttributes after) {
        Instrument about = instrument(instrument);
        licences.withdraw(viewer.get(), about);
        after.addFlashAttribute(
                "done", words.of(about) + ": taken back. No form asks for its scores any more; those on record stay.");
        return "redirect:/licences";
    }

    private static Instrument instrument(String code) {
        return Arrays.stream(Instrument.values())
                .filter(one -> one.name().equals(code))
                .findFirst()
                .orElseThrow(NotVisible::new);
    }

    private void show(Model model, @Nullable Instrument about, String typed, @Nullable Wrong wrong) {
        List<Statement> all = licences.all(viewer.get());
        model.addAttribute(
                "rows",
                Arrays.stream(Instrument.values())
                        .map(one -> row(one, all, one == about ? typed : "", one == about ? wrong : null))
                        .toList());
        model.addAttribute(
                "errors",
                wrong == null || about == null
                        ? List.of()
                        : List.of(new Line(
                                (wrong == Wrong.NOT_CONFIRMED ? "#confirmed-" : "#reference-") + about.name(),
                                words.of(wrong))));
        model.addAttribute("hasErrors", wrong != null);
    }

    private Row row(Instrument instrument, List<Statement> all, String typed, @Nullable Wrong wrong) {
        List<Statement> of =
                all.stream().filter(one -> one.instrument() == instrument).toList();
        String said = wrong == null ? null : words.of(wrong);
        String code = instrument.name();
        return new Row(
                code,
                words.of(instrument),
                words.code("LicenceOpens", code),
                of.stream()
                        .filter(one -> one.withdrawnAt() == null)
                        .findFirst()
                        .map(this::said)
                        .orElse(null),
                of.stream()
                        .filter(one -> one.withdrawnAt() != null)
                        .map(this::said)
                        .toList(),
                typed,
                wrong == Wrong.NOT_CONFIRMED ? null : said,
                wrong == Wrong.NOT_CONFIRMED ? said : null);
    }

    private Said said(Statement one) {
        return new Said(
                one.reference(),
                name(one.statedBy()),
                words.day(one.statedAt()),
                one.withdrawnBy() == null ? null : name(one.withdrawnBy()) + ", " + words.day(one.withdrawnAt()));
    }

    private String name(String username) {
        return directory
                .staffMember(username)
                .map(Directory.StaffMember::displayName)
                .orElse(username);
    }
}
