package org.waymark.links.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.waymark.links.Language;
import org.waymark.links.Readers.Sender;

/** What every page of a reader shows: its language and the others, what is wrong, and whom to ring. */
@Component
class LinkPage {

    /** A line of the error summary. */
    record Wrong(String href, String text) {}

    /** Another language to read the page in. */
    record Other(String code, String ownName, String direction) {}

    /** Whom to ring. */
    record Ring(
            String called, @Nullable String phone, @Nullable String href) {}

    private final MessageSource messages;

    LinkPage(MessageSource messages) {
        this.messages = messages;
    }

    void frame(Model model, HttpServletRequest request) {
        Language language = ReaderLocale.of(request);
        model.addAttribute("language", language);
        model.addAttribute(
                "others",
                Arrays.stream(Language.values())
                        .filter(one -> one != language)
                        .map(one -> new Other(one.code(), one.ownName(), one.direction()))
                        .toList());
        if (!model.containsAttribute("errors")) {
            model.addAttribute("errors", List.of());
        }
        if (!model.containsAttribute("ring")) {
            model.addAttribute("ring", new Ring("", null, null));
        }
    }

    void ring(Model model, HttpServletRequest request, Sender sender) {
        String phone = sender.phone();
        String called = sender.called();
        model.addAttribute(
                "ring",
                new Ring(
                        called == null ? say(request, "mail.team") : called,
                        phone,
                        phone == null ? null : "tel:" + phone.replaceAll("[^0-9+]", "")));
    }

    void wrong(Model model, HttpServletRequest request, String href, String key, Object... arguments) {
        var errors = new ArrayList<Wrong>();
        if (model.getAttribute("errors") instanceof List<?> before) {
            before.forEach(one -> errors.add((Wrong) one));
        }
        errors.add(new Wrong(href, say(request, key, arguments)));
        model.addAttribute("errors", errors);
    }

    String say(HttpServletRequest request, String key, Object... arguments) {
        return messages.getMessage(key, arguments, ReaderLocale.of(request).locale());
    }
}
