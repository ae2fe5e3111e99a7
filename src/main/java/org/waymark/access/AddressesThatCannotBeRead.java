package org.waymark.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.Host;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.util.SessionConfig;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Has the application answer an address that the container cannot read, such as one with a NUL in it, like one that is not
 * there. The container finds no application for it and would answer with a page of its own.
 */
@Component
class AddressesThatCannotBeRead implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory server) {
        server.addEngineValves(new OurPage());
    }

    private static final class OurPage extends ValveBase {

        OurPage() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            Host host = request.getHost();
            if (host != null
                    && request.getContext() == null
                    && response.isError()
                    && host.findChild("") instanceof Context application) {
                request.getMappingData().context = application;
                rememberWhoAsks(request, SessionConfig.getSessionCookieName(application));
                response.sendError(Response.SC_NOT_FOUND);
            }
            getNext().invoke(request, response);
        }

        /** The container looks for the session only once it knows the application. */
        private static void rememberWhoAsks(Request request, String cookieName) {
            Cookie[] cookies = request.getCookies();
            if (cookies != null) {
                Stream.of(cookies)
                        .filter(cookie -> cookie.getName().equals(cookieName))
                        .findFirst()
                        .ifPresent(cookie -> request.setRequestedSessionId(cookie.getValue()));
            }
        }
    }
}
