package dev.ferrumdeck.gateway.platform.web;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** The mapper and the parameters that controllers may take. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {
    private final CursorResolver cursors;
    private final ValueDoor values;

    WebConfiguration(CursorResolver cursors, ValueDoor values) {
        this.cursors = cursors;
        this.values = values;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(cursors);
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(values);
        interceptors
                .addInterceptor(new ParameterCheck())
                .addPathPatterns("/v1/**", "/health/**")
                .order(Ordered.HIGHEST_PRECEDENCE);
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters.withStringConverter(new StrictText()).withJsonConverter(new StrictJson());
    }

    /** Static: needed early, by beans that web configuration itself needs. */
    @Bean
    static JsonMapper jsonMapper() {
        return Json.mapper();
    }
}
