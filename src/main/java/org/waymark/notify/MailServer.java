package org.waymark.notify;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Date;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;
import org.waymark.kernel.WaymarkClock;
import org.waymark.notify.Outbox.Failure;

/** Hands e-mails to the operator's SMTP server, and tells apart what a failure says of the server and what of the message. */
@Component
class MailServer {

    private static final String MILLISECONDS_TO_CONNECT = "5000";

    /** Connecting, greeting, sending: together well below the rest of a message that was taken. */
    private static final String MILLISECONDS_TO_ANSWER = "10000";

    private final String host;
    private final String from;
    private final JavaMailSenderImpl smtp = new JavaMailSenderImpl();
    private final WaymarkClock clock;

    MailServer(
            @Value("${waymark.mail.host:}") String host,
            @Value("${waymark.mail.port:587}") int port,
            @Value("${waymark.mail.user:}") String user,
            @Value("${waymark.mail.password:}") String password,
            @Value("${waymark.mail.from:}") String from,
            @Value("${waymark.mail.tls:true}") boolean isEncrypted,
            WaymarkClock clock) {
        if (!host.isBlank() && from.isBlank()) {
            throw new IllegalStateException("WAYMARK_MAIL_HOST is set, and WAYMARK_MAIL_FROM is not");
        }
        this.host = host;
        this.from = from;
        this.clock = clock;
        smtp.setHost(host);
        smtp.setPort(port);
        smtp.setDefaultEncoding(StandardCharsets.UTF_8.name());
        Properties properties = smtp.getJavaMailProperties();
        if (!user.isBlank()) {
            smtp.setUsername(user);
            smtp.setPassword(password);
            properties.setProperty("mail.smtp.auth", "true");
        }
        properties.setProperty("mail.smtp.starttls.enable", String.valueOf(isEncrypted));
        properties.setProperty("mail.smtp.starttls.required", String.valueOf(isEncrypted));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.connectiontimeout", MILLISECONDS_TO_CONNECT);
        properties.setProperty("mail.smtp.timeout", MILLISECONDS_TO_ANSWER);
        properties.setProperty("mail.smtp.writetimeout", MILLISECONDS_TO_ANSWER);
    }

    boolean isSetUp() {
        return !host.isBlank();
    }

    /**
     * Sends one message.
     *
     * @param key the same for each try of one message: a mailbox that gets it twice after all shows it once
     * @return what came in between; null when the server took it
     */
    @Nullable
    Failure send(Email email, String key) {
        try {
            smtp.send(message(email, key));
            return null;
        } catch (MailAuthenticationException e) {
            return Failure.SERVER_AWAY;
        } catch (MailSendException e) {
            Collection<Exception> failures = e.getFailedMessages().values();
            // Without a connection, Spring says that all messages failed, and names the connection as the cause.
            if (e.getCause() != null || failures.stream().anyMatch(MailServer::lostConnection)) {
                return Failure.SERVER_AWAY;
            }
            return failures.stream().anyMatch(MailServer::refusesAddress)
                    ? Failure.ADDRESS_REFUSED
                    : Failure.MESSAGE_REFUSED;
        } catch (MailException | MessagingException e) {
            return Failure.MESSAGE_REFUSED;
        }
    }

    private static boolean lostConnection(Exception failure) {
        return failure instanceof MessagingException lost && lost.getNextException() instanceof IOException;
    }

    private static boolean refusesAddress(Exception failure) {
        return failure instanceof SendFailedException refused
                && refused.getInvalidAddresses() != null
                && refused.getInvalidAddresses().length > 0;
    }

    private MimeMessage message(Email email, String key) throws MessagingException {
        var message = new Identified(smtp, messageId(key));
        var writing = new MimeMessageHelper(message, StandardCharsets.UTF_8.name());
        writing.setFrom(from);
        writing.setTo(email.to());
        writing.setSubject(email.subject());
        writing.setText(email.text());
        writing.setSentDate(Date.from(clock.instant()));
        message.setContentLanguage(new String[] {email.language().toLanguageTag()});
        // No "out of office" is wanted for a letter that a person reads.
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    private String messageId(String key) throws MessagingException {
        String address = new InternetAddress(from).getAddress();
        return "<" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8))
                + address.substring(address.indexOf('@')) + ">";
    }

    /** Jakarta Mail makes up a new id for whatever is saved, unless it is told otherwise here. */
    private static final class Identified extends MimeMessage {

        private final String id;

        Identified(JavaMailSenderImpl smtp, String id) {
            super(smtp.getSession());
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
