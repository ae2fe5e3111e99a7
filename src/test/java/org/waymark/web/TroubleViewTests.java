package org.waymark.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.waymark.access.NotVisible;

@SpringBootTest(classes = Gallery.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class TroubleViewTests {

    private static final Map<String, Supplier<RuntimeException>> FAILURES = Map.of(
            "not-visible", NotVisible::new,
            "connection", () -> new CannotGetJdbcConnectionException("Margaret Holt"),
            "transaction", () -> new CannotCreateTransactionException("Margaret Holt"),
            "engine", () -> new IllegalStateException(new SQLException("Margaret Holt", "57P01")),
            "too-large", () -> new MaxUploadSizeExceededException(1),
            "denied", () -> new AccessDeniedException("Margaret Holt"),
            "bug", () -> new DataIntegrityViolationException("Key (name)=(Margaret Holt) exists"));

    @Autowired
    private TestRestTemplate browser;

    @BeforeAll
    static void breakThings() {
        GalleryPages.failWith(FAILURES);
    }

    @Test
    void answersWhatMayNotBeSeenLikeWhatDoesNotExist() {
        var unknown = open("/nothing/here");
        var forbidden = open("/gallery/not-visible");
        assertThat(unknown.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(forbidden.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(main(forbidden)).isEqualTo(main(unknown)).contains("Page not found");
        assertThat(open("/gallery/denied").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection", "transaction", "engine"})
    void saysPlainlyThatTheDatabaseIsAway(String failure) {
        var answer = open("/gallery/" + failure);
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("10");
        assertThat(main(answer)).contains("What was stored before is safe").doesNotContain("Margaret");
    }

    @Test
    void refusesAFileThatIsTooLargeInOneSentence() {
        var answer = open("/gallery/too-large");
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.PAYLOAD_TOO_LARGE);
        assertThat(main(answer)).contains("The file is too large");
    }

    @Test
    void refusesAMethodThatAPageDoesNotKnowWithoutCallingItAFailureOfOurs() {
        var answer =
                browser.exchange("/gallery/worklist", HttpMethod.PUT, accepting(MediaType.TEXT_HTML), String.class);
        assertThat(answer.getStatusCode().is4xxClientError()).isTrue();
    }

    @Test
    void keepsWhatPeopleEnteredOutOfThePageAndTheLogWhenSomethingBreaks(CapturedOutput output) {
        var answer = open("/gallery/bug");
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
        String reference = main(answer).replaceAll("(?s).*Reference: (\\w+).*", "$1");
        assertThat(reference).hasSize(8);
        assertThat(answer.getBody()).doesNotContain("Margaret").doesNotContain("Exception");
        assertThat(output.getAll())
                .contains(reference)
                .contains("DataIntegrityViolationException")
                .doesNotContain("Margaret");
    }

    @Test
    void tellsAProgramInItsOwnLanguage() {
        var answer = browser.exchange(
                "/gallery/not-visible", HttpMethod.GET, accepting(MediaType.APPLICATION_JSON), String.class);
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(answer.getHeaders().getContentType())
                .satisfies(type -> assertThat(type.isCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON))
                        .isTrue());
        assertThat(answer.getBody()).contains("\"status\":404", "\"title\":\"Page not found\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "application/pdf", "text/csv", "x/y;q=2", "nonsense", "text/html;charset=?"})
    void neverFailsOverWhatAClientWishesToRead(String accept) {
        for (String path : new String[] {"/gallery/not-visible", "/nothing/here"}) {
            var headers = new HttpHeaders();
            headers.set(HttpHeaders.ACCEPT, accept);
            var answer = browser.exchange(path, HttpMethod.GET, new HttpEntity<>(headers), String.class);
            assertThat(answer.getStatusCode().is4xxClientError())
                    .as(path + " as " + accept + ": " + answer.getStatusCode())
                    .isTrue();
        }
    }

    private ResponseEntity<String> open(String path) {
        return browser.exchange(path, HttpMethod.GET, accepting(MediaType.TEXT_HTML), String.class);
    }

    private static HttpEntity<Void> accepting(MediaType type) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.ACCEPT, type.toString());
        return new HttpEntity<>(headers);
    }

    private static String main(ResponseEntity<String> answer) {
        return Jsoup.parse(String.valueOf(answer.getBody())).select("main").text();
    }
}
