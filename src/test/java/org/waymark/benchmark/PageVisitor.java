package org.waymark.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;

/** Somebody who is signed in and walks through the pages over HTTP, like a browser without scripts. */
final class PageVisitor {

    private static final String BOUNDARY = "waymark-benchmark-boundary";

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String site;

    PageVisitor(int port, String username, String password) {
        site = "http://localhost:" + port;
        post("/sign-in", Map.of("username", username, "password", password), token("/sign-in"));
    }

    String get(String path) {
        HttpResponse<String> answer = ask(HttpRequest.newBuilder(URI.create(site + path)));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answers " + answer.statusCode());
        }
        return answer.body();
    }

    /** Reads an answer of any length to its end; @return how many bytes it has */
    long length(String path) {
        try {
            HttpResponse<InputStream> answer =
                    http.send(HttpRequest.newBuilder(URI.create(site + path)).build(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(path + " answers " + answer.statusCode());
                }
                return body.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether the import's part of the page says that the run is over. */
    boolean isImported(String file) {
        return ask(HttpRequest.newBuilder(URI.create(site + file + "/progress")))
                .headers()
                .firstValue("HX-Refresh")
                .isPresent();
    }

    String token(String path) {
        return Jsoup.parse(get(path)).select("input[name=_csrf]").get(0).attr("value");
    }

    /** @return where the answer leads */
    String post(String path, Map<String, String> fields, String token) {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8) + "&")
                .collect(Collectors.joining());
        return lead(path, "application/x-www-form-urlencoded", BodyPublishers.ofString(form + "_csrf=" + token));
    }

    /** Uploads a file in the field {@code file}; @return where the answer leads */
    String upload(String path, String content, String token) {
        String body = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + token
                + "\r\n--" + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"referrals.csv\"\r\nContent-Type: text/csv\r\n\r\n"
                + content + "\r\n--" + BOUNDARY + "--\r\n";
        return lead(path, "multipart/form-data; boundary=" + BOUNDARY, BodyPublishers.ofString(body));
    }

    private String lead(String path, String type, BodyPublisher body) {
        HttpResponse<String> answer = ask(HttpRequest.newBuilder(URI.create(site + path))
                .header("Content-Type", type)
                .POST(body));
        return answer.headers()
                .firstValue("Location")
                .map(location -> location.replaceFirst("^https?://[^/]+", ""))
                .orElseThrow(() -> new IllegalStateException(path + " answers " + answer.statusCode()));
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
