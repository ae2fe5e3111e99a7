package org.waymark.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import org.waymark.support.WaymarkTest;

/** Style sheets, scripts and images are named by their content, and nothing else is taken for one. */
@WaymarkTest
class StaticFilesTests {

    @Autowired
    MockMvc mvc;

    @Autowired
    ResourceUrlProvider files;

    @Test
    void carriesTheHashOfTheContentInItsName() throws Exception {
        Document page = Jsoup.parse(
                mvc.perform(get("/sign-in")).andReturn().getResponse().getContentAsString());
        List<String> links = page.select("link[href]").eachAttr("href");
        assertThat(links)
                .hasSizeGreaterThan(4)
                .allMatch(link -> link.matches("/(static|webjars)/.*-[0-9a-f]{32}\\.(css|svg)"));
        for (String link : links) {
            mvc.perform(get(link)).andExpect(status().isOk());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/people/WM-2345-6789", "/tasks/1/pause", "/worklist", "/centre/days/1"})
    void looksForNoPageAmongTheFiles(String address) {
        var paths = new AntPathMatcher();
        assertThat(files.getHandlerMap().keySet()).isNotEmpty().noneMatch(pattern -> paths.match(pattern, address));
    }
}
