"""Makes the ledgers of this folder with openpyxl, xlwt, odfpy, msoffcrypto-tool and LibreOffice, so that not only our
own library wrote them.

Run once by hand (pip install openpyxl xlwt odfpy msoffcrypto-tool; soffice; python3 make.py); the files are committed,
tests only read them. What each must give is worked out by hand in tests/it/ledgers.rs.
"""
import datetime as dt, io, os, shutil, subprocess, tempfile, zipfile
import msoffcrypto.format.ooxml as ooxml
import openpyxl, xlwt
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from odf.opendocument import OpenDocumentSpreadsheet
from odf import table as T, text as X

os.chdir(os.path.dirname(os.path.abspath(__file__)))
at = dt.datetime

UPPER = ["工单号*（必填）", "客户", None, "问题\n描述", "处理结果", "时间", None, None, "客户签字", "服务网点", "备注"]
LOWER = [None, "姓名", "联系电话", None, None, "受理时间", "到达时间", "完成时间", None, None, None]
# Row by row from row 5; HIDDEN is hidden.
HIDDEN = 7
ROWS = {
    5: ["GD-001", "王小明", 13812345678, "不制冷", "已修复", at(2026, 3, 5, 9, 10), at(2026, 3, 5, 10, 40), at(2026, 3, 5, 12, 10), "√", "城东网点", "急"],
    6: ["GD-002", "李雷", "0731-84512345", "漏水", "换件", "2026/3/6 8:00", "2026年3月6日 9时30分", "2026.3.6 11:00", "未签", "城东网点", None],
    7: ["GD-003", "韩梅梅", None, "异响", "调整", 46091, None, 46091.5, "有", "城西网点", None],
    9: ["GD-002", "李雷", "0731-84512345", "漏水", "换件", "2026/3/6 8:00", "2026年3月6日 9时30分", "2026.3.6 18:00", "未签", "城东网点", None],
    10: [None, "无号", None, "不制冷", "已修复", at(2026, 3, 7), None, None, "有", "城西网点", None],
    11: ["GD-004", "赵六", "13987654321", "噪音", None, "3月12日", None, "2026-02-30", "王五", "城西网点", None],
    12: ["GD-005", "孙七", "13700001111", "不启动", "换主板", "２０２６－０３－１５　０９：００", "=F5+10", "#N/A", "×", "城东网点", None],
    13: ["合计", None, None, None, None, None, None, None, None, None, "5 单"],
}

def orders():
    book = openpyxl.Workbook()
    book.active.title = "填表说明"
    book.active["A1"] = "请在“工单”表里填写"
    sheet = book.create_sheet("工单")
    sheet["A1"] = "2026 年一季度售后工单登记表"
    sheet.merge_cells("A1:K1")
    sheet["A2"] = "单位：青禾电器"
    sheet["I2"] = "制表：2026-04-01"
    for row, cells in ((3, UPPER), (4, LOWER)):
        for column, text in enumerate(cells, 1):
            if text:
                sheet.cell(row, column, text).font = Font(bold=True)
    for merged in ("A3:A4", "B3:C3", "D3:D4", "E3:E4", "F3:H3", "I3:I4", "J3:J4", "K3:K4"):
        sheet.merge_cells(merged)
    for row, cells in ROWS.items():
        for column, value in enumerate(cells, 1):
            if value is not None:
                sheet.cell(row, column, value)
                if isinstance(value, dt.datetime):
                    sheet.cell(row, column).number_format = "yyyy-mm-dd hh:mm"
    sheet.row_dimensions[HIDDEN].hidden = True
    sheet.column_dimensions["J"].hidden = True
    # A tail of rows that are only formatted.
    for row in range(14, 60):
        sheet.cell(row, 1).font = Font(bold=True)
    return book

orders().save("orders-openpyxl.xlsx")

def convert(source, ending, filter_name=None):
    with tempfile.TemporaryDirectory() as out:
        to = ending if filter_name is None else f"{ending}:{filter_name}"
        subprocess.run(["soffice", "--headless", "--convert-to", to, "--outdir", out, source], check=True, stdout=subprocess.DEVNULL)
        name = os.path.splitext(os.path.basename(source))[0] + "." + ending
        shutil.move(os.path.join(out, name), f"orders-libreoffice.{ending}")

for ending in ("ods", "xls"):
    convert("orders-openpyxl.xlsx", ending)
convert("orders-libreoffice.ods", "xlsx")

# xlwt: one row of headings, no formula; the time of row 12 is a time alone.
book = xlwt.Workbook(encoding="utf-8")
sheet = book.add_sheet("台账")
sheet.write_merge(0, 0, 0, 10, "售后工单")
head = ["单号", "客户姓名", "手机", "故障现象", "处理结果", "受理时间", "到达时间", "完成时间", "客户签名", "网点", "备注"]
for column, text in enumerate(head):
    sheet.write(1, column, text)
moment = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
for row, cells in ROWS.items():
    for column, value in enumerate(cells):
        if isinstance(value, str) and value.startswith("="):
            value = "10:00"
        if value is not None:
            sheet.write(row - 1, column, value, moment if isinstance(value, dt.datetime) else xlwt.Style.default_style)
sheet.row(HIDDEN - 1).hidden = True
sheet.col(9).hidden = True
book.save("orders-xlwt.xls")
plain = book.get_biff_data()

# The same with a record that says that what follows is encrypted.
from xlwt import CompoundDoc
first = 4 + int.from_bytes(plain[2:4], "little")
locked = plain[:first] + b"\x2f\x00\x06\x00\x01\x00\x01\x00\x01\x00" + plain[first:]
CompoundDoc.XlsDoc().save("bad-password.xls", locked)
data = open("orders-xlwt.xls", "rb").read()
open("bad-cut.xls", "wb").write(data[: len(data) // 3])
# A chain of sectors in a circle: every entry of the table of sectors names sector 0.
circle = bytearray(data)
table = (int.from_bytes(data[76:80], "little") + 1) * 512
for place in range(table, table + 512, 4):
    circle[place : place + 4] = b"\0\0\0\0"
open("bad-circle.xls", "wb").write(circle)

# One cell in the last corner: a reader that lays sheets out whole needs room for seventeen million.
book = xlwt.Workbook()
sheet = book.add_sheet("a")
sheet.write(0, 0, "样本编号")
sheet.write(65535, 255, "x")
book.save("bad-corner.xls")

book = openpyxl.Workbook()
book.active.append(["样本编号", "日期"])
out = io.BytesIO()
book.save(out)
with open("bad-password.xlsx", "wb") as file:
    ooxml.OOXMLFile(io.BytesIO(out.getvalue())).encrypt("geheim", file)

# odfpy: repeated rows and columns, a covered cell, a remark, a formula without a value, an empty tail of a million.
doc = OpenDocumentSpreadsheet()
sheet = T.Table(name="满意度 & 调查")

def cell(value=None, kind="string", **more):
    if value is None:
        return T.TableCell(**more)
    if kind == "string":
        made = T.TableCell(valuetype="string", **more)
        made.addElement(X.P(text=value))
        return made
    if kind == "date":
        return T.TableCell(valuetype="date", datevalue=value, **more)
    return T.TableCell(valuetype=kind, value=value, **more)

def row(*cells, **more):
    made = T.TableRow(**more)
    for one in cells:
        made.addElement(one)
    sheet.addElement(made)

row(cell("2026 年满意度调查", numbercolumnsspanned=5), T.CoveredTableCell(numbercolumnsrepeated=4))
row(T.TableCell(numbercolumnsrepeated=5), numberrowsrepeated=2)
row(cell("样本编号"), cell("调查日期"), cell("调查对象"), cell("评分"), cell("满意程度"))
row(cell("S1"), cell("2026-03-01", "date"), cell("王小明"), cell("95", "float"), cell("非常满意"))
row(cell("S2"), cell("2026-03-02T10:30:00", "date"), cell("李 & 雷"), cell("4.5分"), cell("不满意"))
row(cell("S3"), cell("2026-03-03", "date"), cell("赵六"), cell("0.95", "percentage"), cell("满意"))
row(cell("S4"), cell("2026-03-04", "date"), cell("钱"), T.TableCell(formula="of:=1+1"), cell("满意"))
row(T.TableCell(numbercolumnsrepeated=1024), numberrowsrepeated=1048000)
doc.spreadsheet.addElement(sheet)
doc.save("surveys-odfpy.ods")

# The same behind a password, as far as a reader can tell before it asks for it.
with zipfile.ZipFile("surveys-odfpy.ods") as source, zipfile.ZipFile("bad-password.ods", "w", zipfile.ZIP_DEFLATED) as target:
    for entry in source.infolist():
        body = source.read(entry)
        if entry.filename == "META-INF/manifest.xml":
            body = body.replace(b"</manifest:manifest>", b'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>')
        target.writestr(entry, body, zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED)

# One line of text that says a million.
with zipfile.ZipFile("surveys-odfpy.ods") as source, zipfile.ZipFile("bad-repeated.ods", "w", zipfile.ZIP_DEFLATED) as target:
    for entry in source.infolist():
        body = source.read(entry)
        if entry.filename == "content.xml":
            body = body.replace(b'<table:table-row><table:table-cell office:value-type="string"><text:p>S1', b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell office:value-type="string"><text:p>S1')
        target.writestr(entry, body, zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED)

# Days that count from 1904, formatted and not.
book = openpyxl.Workbook()
book.epoch = CALENDAR_MAC_1904
book.active.append(["编号", "日期", "内容"])
book.active.append(["A1", at(2026, 3, 5, 9, 10), "x"])
book.active.append(["A2", 44624, "x"])
book.save("other-1904.xlsx")

# What nobody sees, what looks the same, what is too long, what lost its digits.
book = openpyxl.Workbook()
sheet = book.active
sheet.append(["编号", "日期", "内容", "类型", "客户姓名"])
for cells in (
    ["A\u200b1", "2026-03-01", "x", "安装", "王小明"],
    ["A1", "2026-03-01", "x", "安装", "王小明"],
    ["cafe\u0301", "2026-03-02", "x", "安装", "\u202e王小明"],
    ["café", "2026-03-02", "x", "安装", "王小明"],
    ["Ａ２", "2026-03-03", "x", "维" * 32767, "שלום עולם"],
    ["长" * 32767, "2026-03-04", "长" * 32767, "维修", "王"],
    [202603050000001234, "2026-03-05", "x", "维修", None],
    [7, "1899-12-31", "x", "维修", None],
    ["8", "2201-01-01", "x", "维修", None],
    ["－－", "2026-03-05", "x", "维修", None],
):
    sheet.append(cells)
book.save("other-strange.xlsx")

CSV = [
    ["售后服务部"],
    ["投诉编号", "投诉时间", "投诉人", "投诉内容", "原因", "处理过程", "客户反馈", "关闭时间"],
    ["T-1", "2026-01-05", "王小明", "慢, 很慢", "缺件", "补件", "满意", "2026-01-08"],
    ["投诉编号", "投诉时间", "投诉人", "投诉内容", "原因", "处理过程", "客户反馈", "关闭时间"],
    ["T-2", "2026年2月5日", "李雷", "价高", "", "说明", "/", ""],
    ["总计：2"],
]

def put(name, separator, encoding):
    quote = lambda text: f'"{text}"' if separator in text else text
    lines = [separator.join(quote(text) for text in row) for row in CSV]
    open(name, "wb").write(("\r\n".join(lines) + "\r\n").encode(encoding))

put("complaints-comma-utf8.csv", ",", "utf-8")
put("complaints-semicolon-gb18030.csv", ";", "gb18030")
put("complaints-tab-utf16.csv", "\t", "utf-16")
put("complaints-pipe-bom.csv", "|", "utf-8-sig")
