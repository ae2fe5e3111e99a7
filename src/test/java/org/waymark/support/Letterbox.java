package org.waymark.support;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.function.SingletonSupplier;

/** The mail server of a test run, on this machine: what was sent can be read from it, and it can be away for a while. */
public final class Letterbox {

    private static final Supplier<GreenMail> SERVER = SingletonSupplier.of(Letterbox::start);

    private Letterbox() {}

    /** An e-mail as it arrived. */
    public record Arrived(String id, String to, String from, String language, String subject, String text) {}

    private static GreenMail start() {
        var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        return server;
    }

    /** What arrived for this address, in order. */
    public static List<Arrived> of(String address) {
        return Stream.of(SERVER.get().getReceivedMessages())
                .map(Letterbox::arrived)
                .filter(email -> email.to().equals(address))
                .toList();
    }

    private static Arrived arrived(MimeMessage message) {
        try {
            return new Arrived(
                    message.getMessageID(),
                    message.getAllRecipients()[0].toString(),
                    message.getFrom()[0].toString(),
                    message.getContentLanguage()[0],
                    message.getSubject(),
                    ((String) message.getContent()).replace("\r\n", "\n"));
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static class Shared implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of(
                            "waymark.mail.host=127.0.0.1",
                            "waymark.mail.port=" + SERVER.get().getSmtp().getPort(),
                            "waymark.mail.tls=false",
                            "waymark.mail.from=Dougie Mac <waymark@hospice.example>")
                    .applyTo(context);
        }
    }
}
