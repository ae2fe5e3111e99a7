package org.waymark.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.waymark.access.NotVisible;
import org.waymark.access.Refused;
import org.waymark.links.Links.Given;
import org.waymark.links.Links.Issued;
import org.waymark.links.Links.SecondFact;
import org.waymark.links.Links.State;
import org.waymark.links.Visits.Opened;
import org.waymark.links.Visits.Typed;
import org.waymark.people.People;
import org.waymark.support.Alliance;
import org.waymark.support.Somebody;
import org.waymark.support.WithCare;

class LettersTests extends WithCare {

    @Autowired
    Links links;

    @Autowired
    Letters letters;

    @Autowired
    Visits visits;

    @Autowired
    People people;

    private Somebody person;

    @BeforeEach
    void aRoundIsOpen() {
        person = care.somebody()
                .called("Zofia", "Wiśniewska-Ŵŷn", "Zosia")
                .registered()
                .welcomed();
    }

    private Issued written(SecondFact fact, @Nullable Language language) {
        String taskId =
                links.of(Alliance.COORDINATOR, person.ref()).get(0).task().taskId();
        return links.letter(Alliance.COORDINATOR, taskId, fact, language);
    }

    private byte[] pdf(UUID link) {
        Letters.Printed printed = letters.print(Alliance.COORDINATOR, link);
        assertThat(printed.isPdf()).isTrue();
        return printed.content().getByteArray();
    }

    private static String text(byte[] pdf) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
        }
    }

    private static String square(byte[] pdf) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 150);
            int[] dots = page.getRGB(0, 0, page.getWidth(), page.getHeight(), null, 0, page.getWidth());
            var source = new RGBLuminanceSource(page.getWidth(), page.getHeight(), dots);
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(source)))
                    .getText();
        }
    }

    private Typed birthday() {
        var day = people.facts(person.ref()).dateOfBirth();
        return new Typed(
                String.valueOf(day.getDayOfMonth()),
                String.valueOf(day.getMonthValue()),
                String.valueOf(day.getYear()),
                "");
    }

    private static String found(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
        return found.group(1);
    }

    @Test
    void bringALinkByACodeToTypeAndByASquareForTheCamera() throws Exception {
        byte[] pdf = pdf(written(SecondFact.BIRTHDAY, null).id());

        String code = found("Code: (P[0-9A-Z]{3}(?:-[0-9A-Z]{4}){3})", text(pdf));
        String asPeopleType =
                code.toLowerCase(java.util.Locale.ROOT).replace("-", " ").replace("0", "o");
        assertThat(visits.open(Visits.asPrinted(asPeopleType), birthday(), Language.ENGLISH, "198.51.100.20"))
                .isInstanceOf(Opened.class);
        String secret = found("/s/(p[\\w-]{22})\\?l=en$", square(pdf));
        assertThat(visits.open(secret, birthday(), Language.ENGLISH, "198.51.100.20"))
                .isInstanceOf(Opened.class);
    }

    @Test
    void sayWhoWritesUntilWhenAndWhomToRingAndNothingOfWhy() throws Exception {
        assertThat(text(pdf(written(SecondFact.BIRTHDAY, null).id())))
                .contains("Zofia Wiśniewska-Ŵŷn", "Dougie Mac", "You can answer until", "01632 960 123", "/s Code:")
                .doesNotContainIgnoringCase("dementia")
                .doesNotContainIgnoringCase("memory")
                .doesNotContain(person.ref().value());
    }

    @Test
    void neverCarryTheNumberThatIsToldByAnotherWay() throws Exception {
        Issued issued = written(SecondFact.CODE, null);

        assertThat(text(pdf(issued.id())))
                .doesNotContain(Objects.requireNonNull(issued.code()))
                .contains("six digits");
    }

    @Test
    void areWrittenInPolishAndWelshToo() throws Exception {
        assertThat(text(pdf(written(SecondFact.BIRTHDAY, Language.POLISH).id())))
                .contains("Dzień dobry", "Proszę skierować aparat telefonu na ten kwadrat");
        assertThat(text(pdf(written(SecondFact.BIRTHDAY, Language.WELSH).id()))).contains("Helo,", "Gallwch ateb tan");
    }

    @Test
    void areAPageToPrintFromTheBrowserWhereTheScriptNeedsItsFonts() {
        Letters.Printed printed = letters.print(
                Alliance.COORDINATOR,
                written(SecondFact.BIRTHDAY, Language.URDU).id());

        assertThat(printed.isPdf()).isFalse();
        assertThat(new String(printed.content().getByteArray(), StandardCharsets.UTF_8))
                .contains("dir=\"rtl\"", "السلام علیکم", "data:image/png;base64,")
                .doesNotContain("<style");
    }

    @Test
    void canBePrintedAgainAndThenBothOpenTheLink() throws Exception {
        UUID id = written(SecondFact.BIRTHDAY, null).id();
        String first = found("Code: ([0-9A-Z-]{19})", text(pdf(id)));
        String second = found("Code: ([0-9A-Z-]{19})", text(pdf(id)));

        assertThat(first).isNotEqualTo(second);
        for (String code : new String[] {first, second}) {
            assertThat(visits.open(code, birthday(), Language.ENGLISH, "198.51.100.21"))
                    .isInstanceOf(Opened.class);
        }
        assertThat(links.of(Alliance.COORDINATOR, person.ref()).get(0).links())
                .extracting(Given::state)
                .containsExactly(State.OPENED);
    }

    @Test
    void areNotPrintedOfWhatWasTakenBackOrForOneWhoMayNotSeeThePerson() {
        UUID id = written(SecondFact.BIRTHDAY, null).id();
        assertThatThrownBy(() -> letters.print(Alliance.PARTNER, id)).isInstanceOf(NotVisible.class);
        links.revoke(Alliance.COORDINATOR, id);

        assertThatThrownBy(() -> letters.print(Alliance.COORDINATOR, id))
                .isInstanceOf(Refused.class)
                .hasMessage("links.notALetter");
    }
}
