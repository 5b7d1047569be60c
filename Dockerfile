FROM python:3.11-slim AS build
WORKDIR /srv/hackday
COPY pyproject.toml requirements.lock README.md ./
COPY hackday hackday
COPY frontend frontend
RUN python -m venv .venv \
 && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock \
 && .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
 && .venv/bin/python frontend/build.py build \
 && rm -rf frontend/node_modules

FROM python:3.11-slim
WORKDIR /srv/hackday
COPY --from=build /srv/hackday /srv/hackday
COPY challenges challenges
RUN useradd --system hackday && install -d -o hackday /files
USER hackday
ENV PATH=/srv/hackday/.venv/bin:$PATH
EXPOSE 8000
CMD ["hackday", "serve"]
