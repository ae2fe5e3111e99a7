package org.waymark.links;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.waymark.kernel.WaymarkClock;
import org.waymark.kernel.WorkingDays;
import org.waymark.links.Readers.Reader;
import org.waymark.links.Readers.Sender;
import org.waymark.notify.Composer;
import org.waymark.notify.Email;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/** Writes the e-mail that brings a link: who sends it, until when, whom to ring, and nothing of why. */
@Component
class LinkMail implements Composer {

    private final LinkTables tables;
    private final Readers readers;
    private final Worklist worklist;
    private final MessageSource messages;
    private final WaymarkClock clock;
    private final String address;

    LinkMail(
            LinkTables tables,
            Readers readers,
            Worklist worklist,
            MessageSource messages,
            WaymarkClock clock,
            @Value("${waymark.address:http://localhost:${waymark.port:8080}}") String address) {
        this.tables = tables;
        this.readers = readers;
        this.worklist = worklist;
        this.messages = messages;
        this.clock = clock;
        this.address = address.replaceFirst("/+$", "");
    }

    /** Where readers find Waymark, without a slash at its end. */
    String address() {
        return address;
    }

    @Override
    public String kind() {
        return Links.MAIL;
    }

    @Override
    public Optional<Email> compose(String reference) {
        return tables.find(UUID.fromString(reference))
                .filter(link -> link.isUsable(clock.instant()))
                .flatMap(link -> worklist.find(Links.guest(link))
                        .filter(WorkItem::isOpen)
                        .flatMap(task -> readers.of(task).flatMap(reader -> email(link, task, reader))));
    }

    private Optional<Email> email(PersonalLink link, WorkItem task, Reader reader) {
        String to = reader.email();
        if (to == null) {
            return Optional.empty();
        }
        String secret = Secrets.forAddress(link.letter());
        tables.addSecret(link.id(), secret);
        Language language = link.language();
        Sender sender = readers.sender(link.pathway());
        String called = called(sender, language);
        var text = new ArrayList<String>();
        text.add(say(language, "mail.hello"));
        text.add(say(language, "mail.what", called));
        if (link.remindedAt() != null) {
            text.add(say(language, "mail.again"));
        }
        text.add(say(language, "mail.how"));
        text.add(say(language, "mail.open") + "\n" + address + "/s/" + secret + "?l=" + language.code());
        text.add(say(language, "mail.fact." + link.letter()));
        if (task.dueAt() != null) {
            text.add(say(language, "mail.until", day(language, task.dueAt())));
        }
        text.addAll(ring(sender, language));
        text.add(say(language, "mail.unexpected"));
        text.add(called);
        return Optional.of(new Email(
                to, language.locale(), say(language, "mail.subject", called), String.join("\n\n", text) + "\n"));
    }

    /** How the sender is called where nothing may be said of illness. */
    String called(Sender sender, Language language) {
        String called = sender.called();
        return called == null ? say(language, "mail.team") : called;
    }

    /** Whom to ring; where nobody has said a number, that is said too. */
    List<String> ring(Sender sender, Language language) {
        String phone = sender.phone();
        if (phone == null) {
            return List.of(say(language, "mail.noPhone"));
        }
        String coordinator = sender.coordinator();
        return coordinator == null
                ? List.of(say(language, "mail.ring", phone))
                : List.of(say(language, "mail.ring", phone) + " " + say(language, "mail.ringName", coordinator));
    }

    String day(Language language, Instant at) {
        Locale locale = language.locale();
        return DateTimeFormatter.ofPattern("d MMMM yyyy", locale).format(at.atZone(WorkingDays.ZONE));
    }

    String say(Language language, String key, Object... arguments) {
        return messages.getMessage(key, arguments, language.locale());
    }
}
