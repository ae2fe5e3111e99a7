package org.waymark.lives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.waymark.access.Viewer;
import org.waymark.support.Alliance;

/** What staff see and send. No page may break, whoever asks for it and whatever is sent to it. */
final class Screens {

    /** What somebody was answered. */
    record Answer(Viewer by, String address, int status, String text) {

        /** What the page is about; the frame around it is the same everywhere. */
        Document page() {
            int from = text.indexOf("<main");
            int to = text.indexOf("</main>");
            return Jsoup.parse(from < 0 || to < from ? text : text.substring(from, to));
        }

        boolean isDone() {
            return status == 302;
        }
    }

    private final MockMvc mvc;
    private final Object story;

    /**
     * @param story says what happened before, for the one who has to understand a failure
     */
    Screens(MockMvc mvc, Object story) {
        this.mvc = mvc;
        this.story = story;
    }

    /** A page that the viewer is led to, so it must be there. */
    Document read(Viewer by, String address) throws Exception {
        Answer answer = look(by, address);
        assertThat(answer.status())
                .as(address + " for " + by.username() + " after" + story)
                .isEqualTo(200);
        return answer.page();
    }

    /** A page that the viewer may be refused. */
    Answer look(Viewer by, String address) throws Exception {
        return perform(by, address, get(URI.create(address)));
    }

    /** Sends a form and looks where it leads. */
    Answer sendAndFollow(Viewer by, String address, Map<String, List<String>> entered) throws Exception {
        Answer answer = send(by, address, entered);
        if (answer.isDone()) {
            look(by, answer.text());
        }
        return answer;
    }

    Answer send(Viewer by, String address, Map<String, List<String>> entered) throws Exception {
        MockHttpServletRequestBuilder request = post(URI.create(address)).with(csrf());
        entered.forEach((name, values) -> request.param(name, values.toArray(String[]::new)));
        return perform(by, address, request);
    }

    /** The text of a redirect is where it leads. */
    private Answer perform(Viewer by, String address, MockHttpServletRequestBuilder request) throws Exception {
        MockHttpServletResponse response =
                mvc.perform(request.with(Alliance.signedIn(by))).andReturn().getResponse();
        assertThat(response.getStatus())
                .as(address + " for " + by.username() + " after" + story)
                .isIn(200, 302, 400, 404, 409);
        String text = response.getStatus() == 302
                ? Objects.requireNonNull(response.getRedirectedUrl())
                : response.getContentAsString();
        return new Answer(by, address, response.getStatus(), text);
    }
}
