package org.waymark.links;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import org.waymark.access.Refused;
import org.waymark.access.Viewer;
import org.waymark.audit.AuditTrail;
import org.waymark.kernel.WaymarkClock;
import org.waymark.links.Links.Way;
import org.waymark.links.Readers.Reader;
import org.waymark.links.Readers.Sender;
import org.waymark.notify.Paper;
import org.waymark.workflow.WorkItem;
import org.waymark.workflow.Worklist;

/** Prints the letter that brings a link: a square for the camera, and an address and a code for those who type. */
@Component
@Transactional
public class Letters {

    private static final String STYLE = "static/css/letter.css";
    private static final int DOTS = 6;

    /** A letter ready to print: a PDF, or a page for the browser to print where the script needs its fonts. */
    public record Printed(ByteArrayResource content, boolean isPdf) {}

    private final LinkTables tables;
    private final Links links;
    private final LinkMail words;
    private final Readers readers;
    private final Worklist worklist;
    private final Paper paper;
    private final ITemplateEngine templates;
    private final AuditTrail audit;
    private final WaymarkClock clock;

    Letters(
            LinkTables tables,
            Links links,
            LinkMail words,
            Readers readers,
            Worklist worklist,
            Paper paper,
            ITemplateEngine templates,
            AuditTrail audit,
            WaymarkClock clock) {
        this.tables = tables;
        this.links = links;
        this.words = words;
        this.readers = readers;
        this.worklist = worklist;
        this.paper = paper;
        this.templates = templates;
        this.audit = audit;
        this.clock = clock;
    }

    /** Prints the letter of a link, each time with secrets of its own; those printed before still open it. */
    public Printed print(Viewer viewer, UUID id) {
        PersonalLink link = links.require(viewer, id, "link.printed");
        WorkItem task = worklist.find(Links.guest(link))
                .filter(WorkItem::isOpen)
                .filter(found -> link.way() == Way.LETTER && link.isUsable(clock.instant()))
                .orElseThrow(() -> new Refused("links.notALetter"));
        Reader reader = readers.of(task).orElseThrow(() -> new Refused("links.nobodyToAsk"));
        String secret = Secrets.forAddress(link.letter());
        String typed = Secrets.toType(link.letter());
        tables.addSecret(id, secret);
        tables.addSecret(id, typed);
        tables.mark(id, "printed_at");
        audit.record(viewer.username(), "link.printed", link.pathway(), id.toString());

        Language language = link.language();
        var context = new Context(language.locale(), letter(link, task, reader));
        context.setVariable("square", square(words.address() + "/s/" + secret + "?l=" + language.code()));
        context.setVariable("code", typed);
        String page = templates.process("links/letter", context);
        boolean isPdf = paper.canWrite(page);
        byte[] content = isPdf
                ? paper.print(page.replace("<style></style>", "<style>" + style() + "</style>"))
                : page.replace("<style></style>", "").getBytes(StandardCharsets.UTF_8);
        return new Printed(new ByteArrayResource(content), isPdf);
    }

    private Map<String, Object> letter(PersonalLink link, WorkItem task, Reader reader) {
        Language language = link.language();
        Sender sender = readers.sender(link.pathway());
        String called = words.called(sender, language);
        var before = new ArrayList<String>();
        before.add(words.say(language, "mail.what", called));
        before.add(words.say(language, "mail.how"));
        var after = new ArrayList<String>();
        after.add(words.say(language, "mail.fact." + link.letter()));
        if (task.dueAt() != null) {
            after.add(words.say(language, "mail.until", words.day(language, task.dueAt())));
        }
        after.addAll(words.ring(sender, language));
        after.add(words.say(language, "letter.once"));
        after.add(words.say(language, "letter.unexpected"));
        return Map.of(
                "language",
                language,
                "called",
                called,
                "name",
                reader.name(),
                "postcode",
                reader.postcode() == null ? "" : reader.postcode(),
                "today",
                words.day(language, clock.instant()),
                "before",
                List.copyOf(before),
                "after",
                List.copyOf(after),
                "address",
                words.address().replaceFirst("^https?://", "") + "/s");
    }

    private static String style() {
        try {
            return new ClassPathResource(STYLE).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The QR code of an address, as a picture that stands in the page itself. */
    private static String square(String address) {
        try {
            BitMatrix dots = new QRCodeWriter()
                    .encode(
                            address,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.M, EncodeHintType.MARGIN, 4));
            int size = dots.getWidth();
            var picture = new BufferedImage(size * DOTS, size * DOTS, BufferedImage.TYPE_BYTE_BINARY);
            for (int x = 0; x < size * DOTS; x++) {
                for (int y = 0; y < size * DOTS; y++) {
                    picture.setRGB(x, y, dots.get(x / DOTS, y / DOTS) ? 0xFF000000 : 0xFFFFFFFF);
                }
            }
            var file = new ByteArrayOutputStream();
            ImageIO.write(picture, "png", file);
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(file.toByteArray());
        } catch (WriterException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
