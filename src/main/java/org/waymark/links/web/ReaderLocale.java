package org.waymark.links.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.LocaleResolver;
import org.waymark.links.Language;

/** The language of a page: that of the reader behind a personal link, and British English for the staff. */
@Component(DispatcherServlet.LOCALE_RESOLVER_BEAN_NAME)
class ReaderLocale implements LocaleResolver {

    private static final String LANGUAGE = ReaderLocale.class.getName();

    static void choose(HttpServletRequest request, Language language) {
        request.setAttribute(LANGUAGE, language);
    }

    static Language of(HttpServletRequest request) {
        return request.getAttribute(LANGUAGE) instanceof Language language ? language : Language.ENGLISH;
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return of(request).locale();
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("Readers choose a language on their pages");
    }
}
