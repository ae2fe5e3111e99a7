package org.waymark.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.waymark.access.Viewer;

/** Lets a view test open pages and send forms as a member of staff, past the sign-in page. */
public class Visits {

    private final MockMvc mvc;

    Visits(MockMvc mvc) {
        this.mvc = mvc;
    }

    /** A page that is there for the viewer and lacks none of its words. */
    public Document page(Viewer viewer, String address) throws Exception {
        return read(open(viewer, address).andExpect(status().isOk()));
    }

    public ResultActions open(Viewer viewer, String address) throws Exception {
        return mvc.perform(get(URI.create(address)).with(Alliance.signedIn(viewer)));
    }

    /** @param fields names and values by turns */
    public ResultActions send(Viewer viewer, String address, String... fields) throws Exception {
        var request = post(URI.create(address)).with(Alliance.signedIn(viewer)).with(csrf());
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return mvc.perform(request);
    }

    /** The page that was answered with, be it an error. */
    public static Document read(ResultActions answered) throws Exception {
        String html = answered.andReturn().getResponse().getContentAsString();
        assertThat(html).as("words that no message file has").doesNotContain("??");
        return Jsoup.parse(html);
    }
}
