package org.waymark.notify;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.awt.Font;
import java.awt.FontFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Puts a letter on paper: XHTML and its style become a PDF. The one font that comes with the library writes Latin letters,
 * those of Welsh and Polish included; a letter in another script is printed from the browser, which has the fonts of its
 * machine.
 */
@Component
public class Paper {

    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private final Font font;

    Paper() {
        try (InputStream file = font()) {
            font = Font.createFont(Font.TRUETYPE_FONT, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream font() {
        return Objects.requireNonNull(Paper.class.getResourceAsStream(FONT), FONT);
    }

    /** Whether the font has a sign for each letter. */
    public boolean canWrite(String text) {
        return text.codePoints().allMatch(letter -> Character.isISOControl(letter) || font.canDisplay(letter));
    }

    /** @param xhtml a whole document whose style names the family {@code letter} */
    public byte[] print(String xhtml) {
        var paper = new ByteArrayOutputStream();
        try {
            new PdfRendererBuilder()
                    .useFont(Paper::font, "letter")
                    .withHtmlContent(xhtml, null)
                    .toStream(paper)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return paper.toByteArray();
    }
}
