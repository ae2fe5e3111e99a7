package org.waymark.links.web;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.waymark.access.CurrentViewer;
import org.waymark.access.Directory.Contact;
import org.waymark.access.Directory.Organisation;
import org.waymark.links.Contacts;
import org.waymark.links.Contacts.Wrong;
import org.waymark.links.Language;
import org.waymark.links.Links;
import org.waymark.links.Translations;
import org.waymark.web.Words;

/** What letters, e-mails and personal pages say of the sender, and in which languages they speak. */
@Controller
@RequestMapping("/letters")
class LettersController {

    private final Contacts contacts;
    private final Links links;
    private final Translations translations;
    private final CurrentViewer viewer;
    private final Words words;

    LettersController(Contacts contacts, Links links, Translations translations, CurrentViewer viewer, Words words) {
        this.contacts = contacts;
        this.links = links;
        this.translations = translations;
        this.viewer = viewer;
        this.words = words;
    }

    record Row(
            String id,
            String name,
            String called,
            String phone,
            @Nullable String calledWrong,
            @Nullable String phoneWrong) {}

    record Tongue(String code, String ownName, String direction, boolean isDraft) {}

    record Line(String href, String text) {}

    @GetMapping
    String page(Model model) {
        show(model, null, "", "", null);
        return "links/letters";
    }

    @PostMapping
    ModelAndView change(
            @RequestParam(defaultValue = "") String organisation,
            @RequestParam(defaultValue = "") String called,
            @RequestParam(defaultValue = "") String phone,
            Model model,
            RedirectAttributes after) {
        Optional<Wrong> wrong = contacts.change(viewer.get(), organisation, called, phone);
        if (wrong.isPresent()) {
            show(model, organisation, called, phone, wrong.get());
            return new ModelAndView("links/letters", model.asMap(), HttpStatus.BAD_REQUEST);
        }
        after.addFlashAttribute("done", "Saved. It stands in what is written from now on.");
        return new ModelAndView("redirect:/letters");
    }

    private void show(Model model, @Nullable String changed, String called, String phone, @Nullable Wrong wrong) {
        List<Row> rows = contacts.mayChange(viewer.get()).stream()
                .map(one -> one.id().equals(changed) ? typed(one, called, phone, wrong) : recorded(one))
                .toList();
        model.addAttribute("rows", rows);
        model.addAttribute(
                "errors",
                wrong == null
                        ? List.of()
                        : List.of(new Line(
                                (wrong == Wrong.NOT_A_NUMBER ? "#phone-" : "#called-") + changed, words.of(wrong))));
        model.addAttribute("hasErrors", wrong != null);
        model.addAttribute("canSend", links.canSendEmail());
        model.addAttribute(
                "tongues",
                Arrays.stream(Language.values())
                        .map(one -> new Tongue(one.code(), one.ownName(), one.direction(), translations.isDraft(one)))
                        .toList());
    }

    private Row recorded(Organisation organisation) {
        Optional<Contact> contact = contacts.of(organisation);
        return new Row(
                organisation.id(),
                organisation.name(),
                contact.map(Contact::called).orElse(""),
                contact.map(Contact::phone).orElse(""),
                null,
                null);
    }

    private Row typed(Organisation organisation, String called, String phone, @Nullable Wrong wrong) {
        String said = wrong == null ? null : words.of(wrong);
        boolean isOfPhone = wrong == Wrong.NOT_A_NUMBER;
        return new Row(
                organisation.id(),
                organisation.name(),
                called,
                phone,
                isOfPhone ? null : said,
                isOfPhone ? said : null);
    }
}
